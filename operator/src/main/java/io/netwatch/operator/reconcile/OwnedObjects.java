package io.netwatch.operator.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.netwatch.operator.resource.AgentIdentity;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The objects that the operator makes, watched so that what others do to them is undone. Applies server-side, and only what is
 * not as it should be: an object that nobody touched since it was last applied costs no request.
 */
final class OwnedObjects implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(OwnedObjects.class);

    /** Kinds in the order in which they are deleted: first what runs. */
    private static final List<Class<? extends HasMetadata>> KINDS = List.of(
            DaemonSet.class, NetworkPolicy.class, Service.class, ConfigMap.class, ServiceAccount.class, Secret.class);

    /** What the API server, and controllers through it, write of an object without asking its owner. */
    private static final List<String> NOT_OURS =
            List.of("managedFields", "resourceVersion", "generation", "creationTimestamp", "uid", "annotations");

    private static final int UNPROCESSABLE = 422;

    /** How the API server says that a field can't be changed: in general, of a Service's address (Kubernetes, {@code pkg/apis/core/validation}). */
    private static final Pattern IMMUTABLE = Pattern.compile("immutable|may not change once set");

    private final Map<Class<? extends HasMetadata>, SharedIndexInformer<? extends HasMetadata>> informers =
            new LinkedHashMap<>();
    private final Map<String, Applied> applied = new ConcurrentHashMap<>();
    private final KubernetesClient client;

    /** What was asked for, and what the API server made of it. */
    private record Applied(JsonNode desired, JsonNode result, HasMetadata object) {}

    /** @param changed called when anybody, be it the operator, changed one of the objects */
    OwnedObjects(KubernetesClient client, AgentIdentity identity, Runnable changed) {
        this.client = client;
        KINDS.forEach(kind -> informers.put(kind, watch(kind, identity, changed)));
    }

    private <T extends HasMetadata> SharedIndexInformer<T> watch(
            Class<T> kind, AgentIdentity identity, Runnable changed) {
        SharedIndexInformer<T> informer = client.resources(kind)
                .inNamespace(identity.namespace())
                .withLabels(identity.labels())
                .runnableInformer(0);
        informer.exceptionHandler((started, failure) -> true); // for ever: it backs off by itself
        informer.addEventHandler(new Facts<>(this::essence, changed) {
            @Override
            public void onDelete(T object, boolean unknown) {
                forget(object);
                super.onDelete(object, unknown);
            }
        });
        return informer;
    }

    /** Unless it was made anew since. */
    private void forget(HasMetadata deleted) {
        applied.computeIfPresent(key(deleted), (key, made) -> version(made.object) <= version(deleted) ? null : made);
    }

    /** Begins to watch; returns at once. */
    void start() {
        informers.values().forEach(SharedIndexInformer::start);
    }

    /** Kinds of which it is not known yet what was there at the start. */
    Stream<String> unknown() {
        return informers.values().stream()
                .filter(informer -> !informer.hasSynced())
                .map(informer -> informer.getApiTypeClass().getSimpleName());
    }

    /**
     * A Secret of ours, as last seen or as the operator itself last made it, whichever is later: the watch tells of what was
     * made a moment ago only a moment later.
     */
    Optional<Secret> secret(String name) {
        Optional<Secret> seen = existing(Secret.class)
                .filter(secret -> name.equals(name(secret)))
                .findFirst();
        Applied made = applied.get(key("Secret", name));
        if (made == null || (seen.isPresent() && version(seen.get()) >= version(made.object))) {
            return seen;
        }
        return Optional.of((Secret) made.object);
    }

    /** Versions are numbers that grow, in etcd and in everything that stands in for it. */
    private static long version(HasMetadata object) {
        return Long.parseLong(object.getMetadata().getResourceVersion());
    }

    /** Makes it so that these objects are there as they are given, and none of ours beside them. */
    void converge(Collection<HasMetadata> desired) {
        for (HasMetadata object : desired) {
            converge(object);
        }
        Set<String> wanted = desired.stream().map(OwnedObjects::key).collect(Collectors.toSet());
        for (Class<? extends HasMetadata> kind : KINDS) {
            existing(kind).filter(object -> !wanted.contains(key(object))).forEach(this::delete);
        }
    }

    private void converge(HasMetadata desired) {
        JsonNode wanted = essence(desired);
        Applied last = applied.get(key(desired));
        boolean untouched = last != null
                && last.desired.equals(wanted)
                && existing(desired.getClass())
                        .filter(object -> name(object).equals(name(desired)))
                        .anyMatch(object -> last.result.equals(essence(object)));
        if (!untouched) {
            HasMetadata result = apply(desired);
            applied.put(key(desired), new Applied(wanted, essence(result), result));
        }
    }

    private HasMetadata apply(HasMetadata desired) {
        try {
            return client.resource(desired)
                    .fieldManager(AgentIdentity.MANAGER)
                    .forceConflicts()
                    .serverSideApply();
        } catch (KubernetesClientException e) {
            if (e.getCode() == UNPROCESSABLE
                    && IMMUTABLE.matcher(String.valueOf(e.getMessage())).find()) {
                LOG.warnf("%s can't be changed in place and is made anew", key(desired));
                delete(desired);
            }
            throw e; // the pass is tried again
        }
    }

    private void delete(HasMetadata object) {
        LOG.infof("Deleting %s", key(object));
        client.resource(object)
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete();
        applied.remove(key(object));
    }

    private <T extends HasMetadata> Stream<T> existing(Class<T> kind) {
        return informers.get(kind).getStore().list().stream().map(kind::cast);
    }

    private JsonNode essence(HasMetadata object) {
        ObjectNode json = client.getKubernetesSerialization().convertValue(object, ObjectNode.class);
        json.remove("status");
        ((ObjectNode) json.get("metadata")).remove(NOT_OURS);
        return json;
    }

    private static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }

    private static String key(HasMetadata object) {
        return key(object.getKind(), name(object));
    }

    private static String key(String kind, String name) {
        return kind + " " + name;
    }

    @Override
    public void close() {
        informers.values().forEach(SharedIndexInformer::close);
    }
}
