package io.netwatch.operator.apiserver;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The API server that a test runs against, behind an {@link ApiProxy}: a {@link TestApiServer}, or the real one that the
 * kubeconfig file in system property {@value #KUBECONFIG} leads to. Closing it leaves a real one as it was: namespaces made here
 * and cluster-wide objects that carry {@link #runLabel} are deleted. CRDs stay.
 */
public final class ApiServerUnderTest implements AutoCloseable {
    /** Names the kubeconfig file of a real API server. */
    public static final String KUBECONFIG = "netwatch.kubeconfig";
    /** The key of the label that marks what a run made. */
    public static final String RUN_LABEL = "netwatch.io/test-run";

    private static final Path CRDS = Path.of("..", "crds", "yaml");
    private static final long READY_S = 30;

    private final Optional<TestApiServer> server;
    private final ApiProxy proxy;
    private final KubernetesClient admin;
    private final List<KubernetesClient> clients = new ArrayList<>();
    private final List<String> namespaces = new ArrayList<>();
    private final String run = UUID.randomUUID().toString().substring(0, 8);

    private ApiServerUnderTest(Optional<TestApiServer> server, Config direct) {
        this.server = server;
        proxy = new ApiProxy(direct);
        admin = new KubernetesClientBuilder().withConfig(direct).build();
    }

    /** The real one when {@value #KUBECONFIG} is set, else a {@link TestApiServer}. */
    public static ApiServerUnderTest start() {
        String kubeconfig = System.getProperty(KUBECONFIG, "");
        return kubeconfig.isEmpty() ? inMemory() : real(Path.of(kubeconfig));
    }

    public static ApiServerUnderTest inMemory() {
        TestApiServer server = new TestApiServer();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(server.url())
                .withNamespace("default")
                .build();
        return new ApiServerUnderTest(Optional.of(server), config);
    }

    public static ApiServerUnderTest real(Path kubeconfig) {
        return new ApiServerUnderTest(Optional.empty(), Config.fromKubeconfig(new File(kubeconfig.toString())));
    }

    public boolean isReal() {
        return server.isEmpty();
    }

    /** Empty when it is a real one. */
    public Optional<TestApiServer> server() {
        return server;
    }

    public ApiProxy proxy() {
        return proxy;
    }

    /** Past the proxy: for what the test itself does, which is neither counted nor made to fail. */
    public KubernetesClient admin() {
        return admin;
    }

    /** A configuration that leads through the proxy, for the program under test. */
    public Config config() {
        return proxy.config();
    }

    /** A new client through the proxy; closed with this. */
    public KubernetesClient client() {
        KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config()).build();
        clients.add(client);
        return client;
    }

    /** The value of {@link #RUN_LABEL} on what this run makes. */
    public String runLabel() {
        return run;
    }

    /** Makes a namespace whose name begins so; it carries {@link #runLabel} and is deleted at the end. */
    public String namespace(String prefix) {
        Namespace namespace = new NamespaceBuilder()
                .withNewMetadata()
                .withGenerateName(prefix + "-")
                .addToLabels(RUN_LABEL, run)
                .endMetadata()
                .build();
        String name = admin.resource(namespace).create().getMetadata().getName();
        namespaces.add(name);
        return name;
    }

    /** Installs this project's CRDs, if the build has made any, and waits until they are served. */
    public void installCrds() {
        if (!Files.isDirectory(CRDS)) {
            return;
        }
        try (Stream<Path> files = Files.list(CRDS)) {
            files.filter(file -> file.toString().endsWith(".yaml")).sorted().forEach(this::installCrd);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Installs one CRD from its YAML, or updates it, and waits until it is served. */
    public void installCrd(Path yaml) {
        CustomResourceDefinition definition = admin.apiextensions()
                .v1()
                .customResourceDefinitions()
                .load(yaml.toFile())
                .item();
        admin.resource(definition).forceConflicts().serverSideApply();
        admin.resource(definition).waitUntilCondition(ApiServerUnderTest::isServed, READY_S, TimeUnit.SECONDS);
    }

    /**
     * A token of a service account that may GET these paths of servers which ask this API server.
     *
     * @param readable paths such as {@code /metrics}; none for an account that may nothing
     */
    public String token(String namespace, String account, String... readable) {
        String user = "system:serviceaccount:" + namespace + ":" + account;
        if (server.isPresent()) {
            String token = UUID.randomUUID().toString();
            server.get().token(token, user, List.of("system:serviceaccounts", "system:authenticated"));
            for (String path : readable) {
                server.get().allow(user, "get", path);
            }
            return token;
        }
        admin.serviceAccounts()
                .inNamespace(namespace)
                .resource(new io.fabric8.kubernetes.api.model.ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(account)
                        .endMetadata()
                        .build())
                .serverSideApply();
        if (readable.length > 0) {
            grant(namespace, account, readable);
        }
        return admin.serviceAccounts()
                .inNamespace(namespace)
                .withName(account)
                .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
                .getStatus()
                .getToken();
    }

    @Override
    public void close() {
        clients.forEach(KubernetesClient::close);
        if (isReal()) {
            cleanUp();
        }
        admin.close();
        proxy.close();
        server.ifPresent(TestApiServer::close);
    }

    private void grant(String namespace, String account, String... paths) {
        String name = namespace + "-" + account;
        ClusterRole role = new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels(RUN_LABEL, run)
                .endMetadata()
                .addNewRule()
                .withNonResourceURLs(paths)
                .withVerbs("get")
                .endRule()
                .build();
        ClusterRoleBinding binding = new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels(RUN_LABEL, run)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", name)
                .addNewSubject(null, "ServiceAccount", account, namespace)
                .build();
        for (HasMetadata each : List.of(role, binding)) {
            admin.resource(each).serverSideApply();
        }
    }

    private void cleanUp() {
        for (String namespace : namespaces) {
            admin.pods().inNamespace(namespace).withGracePeriod(0).delete();
            admin.namespaces().withName(namespace).delete();
        }
        admin.nodes().withLabel(RUN_LABEL, run).delete();
        admin.rbac().clusterRoles().withLabel(RUN_LABEL, run).delete();
        admin.rbac().clusterRoleBindings().withLabel(RUN_LABEL, run).delete();
        for (CustomResourceDefinition each :
                admin.apiextensions().v1().customResourceDefinitions().list().getItems()) {
            boolean ours = each.getSpec().getGroup().equals("netwatch.io");
            if (ours && each.getSpec().getScope().equals("Cluster")) {
                admin.genericKubernetesResources(
                                io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext.fromCrd(each))
                        .withLabel(RUN_LABEL, run)
                        .delete();
            }
        }
    }

    private static boolean isServed(CustomResourceDefinition definition) {
        return definition != null
                && definition.getStatus() != null
                && definition.getStatus().getConditions() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(each -> each.getType().equals("Established")
                                && each.getStatus().equals("True"));
    }
}
