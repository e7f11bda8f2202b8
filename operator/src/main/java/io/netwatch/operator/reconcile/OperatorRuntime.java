package io.netwatch.operator.reconcile;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netwatch.api.policy.Policy;
import io.netwatch.operator.config.OperatorConfig;
import io.netwatch.operator.config.OperatorPlace;
import io.netwatch.operator.identity.IdentityEndpoint;
import io.netwatch.operator.identity.IdentityLog;
import io.netwatch.operator.plan.FleetPlanner;
import io.netwatch.operator.plan.PolicyKey;
import io.netwatch.operator.plan.PolicyPlanner;
import io.netwatch.operator.resource.AgentIdentity;
import io.netwatch.operator.resource.AgentObjects;
import io.netwatch.operator.tls.LeafProfile;
import io.netwatch.operator.tls.TlsMaterial;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The operator, put together in the order in which the data flows: what is watched, what is decided of it, what is made of
 * that, and each policy's status. Runs from {@link #start} to {@link #close}.
 */
public final class OperatorRuntime implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(OperatorRuntime.class);
    private static final String LEASE = "netwatch-operator";
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final int WRITERS = 4;

    /** Exit code of a process that must not go on: another one acts. */
    private static final int LEADERSHIP_LOST = 1;

    private final IdentityLog identityLog;
    private final ClusterWatch cluster;
    private final OwnedObjects owned;
    private final FleetLoop loop;
    private final Operator operator;
    private final Credentials credentials;
    private final AgentPoll poll;
    private volatile boolean known;
    private volatile boolean leading;
    private volatile boolean closing;
    private final NetWatchPolicyReconciler namespaced;
    private final ClusterNetWatchPolicyReconciler clusterWide;

    /**
     * Puts it together; nothing runs yet.
     *
     * @param client not closed by this
     * @param vertx for the way to the agents; not closed by this
     * @param registry where the operator's metrics go
     */
    public OperatorRuntime(
            KubernetesClient client,
            Vertx vertx,
            OperatorConfig config,
            OperatorPlace place,
            MeterRegistry registry,
            Clock clock) {
        AgentIdentity identity = new AgentIdentity(config.name(), place.namespace(), owner(client, place));
        KnownCluster facts = new KnownCluster(identity, this::changed);
        identityLog = new IdentityLog(clock);
        cluster = new ClusterWatch(client, facts, identityLog, clock);
        owned = new OwnedObjects(client, identity, this::changed);
        Fleet fleet =
                new Fleet(new PolicyPlanner(config, place.namespace()), new FleetPlanner(config.cloud()), facts, clock);
        AgentObjects objects = new AgentObjects(identity, config.agent(), place.identityAddress());
        credentials = new Credentials(
                identity,
                LeafProfile.operator(place.namespace(), List.of(config.name() + "-operator")),
                name -> owned.secret(name).orElse(null),
                clock);
        poll = new AgentPoll(vertx, facts);
        credentials.use(poll::use);
        FleetPass pass = new FleetPass(
                this::policies,
                fleet,
                objects,
                credentials::issue,
                place.deployment().isPresent(),
                owned,
                this::outdated);
        OperatorMeters meters = new OperatorMeters(registry);
        meters.show(facts, fleet);
        loop = new FleetLoop(this::isKnown, () -> meters.measure(pass));
        PolicyEvents events = new PolicyEvents(client, place.identity(), clock);
        namespaced = new NetWatchPolicyReconciler(this::isKnown, fleet, events, this::changed);
        clusterWide = new ClusterNetWatchPolicyReconciler(this::isKnown, fleet, events, this::changed);
        operator = new Operator(settings -> configure(settings, client, place, meters));
        operator.register(
                namespaced,
                settings -> settings.withName("netwatchpolicy")
                        .withFieldManager(AgentIdentity.MANAGER)
                        .withRateLimiter(calm())
                        .withTriggerReconcilerOnAllEvents(true));
        operator.register(
                clusterWide,
                settings -> settings.withName("clusternetwatchpolicy")
                        .withFieldManager(AgentIdentity.MANAGER)
                        .withRateLimiter(calm())
                        .withTriggerReconcilerOnAllEvents(true));
    }

    @SuppressWarnings("deprecation") // the one way not to end a process that closes this in order: see resign
    private void configure(
            ConfigurationServiceOverrider settings, KubernetesClient client, OperatorPlace place, Metrics metrics) {
        settings.withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withResourceCloner(new AsItWasRead())
                .withConcurrentReconciliationThreads(WRITERS)
                .withReconciliationTerminationTimeout(STOP)
                .withStopOnInformerErrorDuringStartup(false)
                .withMetrics(metrics);
        if (place.leaderElection()) {
            settings.withLeaderElectionConfiguration(
                    LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                            .withLeaseNamespace(place.namespace())
                            .withIdentity(place.identity())
                            .withLeaderCallbacks(new LeaderCallbacks(this::lead, this::resign, leader -> {}))
                            .buildForTest(false)); // not to end the process when this is closed: see resign
        }
    }

    /** While pods come and go by the second, each policy's counts are written so often, and no more. */
    private static LinearRateLimiter calm() {
        return new LinearRateLimiter(Duration.ofSeconds(10), 4);
    }

    private static OwnerReference owner(KubernetesClient client, OperatorPlace place) {
        return place.deployment()
                .map(name -> client.apps()
                        .deployments()
                        .inNamespace(place.namespace())
                        .withName(name)
                        .get())
                .map(deployment -> new OwnerReferenceBuilder()
                        .withApiVersion("apps/v1")
                        .withKind("Deployment")
                        .withName(deployment.getMetadata().getName())
                        .withUid(deployment.getMetadata().getUid())
                        .build())
                .orElse(null);
    }

    /** Begins to watch, and to act as soon as it leads. */
    public void start() {
        cluster.start();
        owned.start();
        operator.start();
        if (operator.getConfigurationService().getLeaderElectionConfiguration().isEmpty()) {
            lead();
        }
    }

    /** Whether all that was there at the start is known: nothing is decided before. Once true it stays so. */
    public boolean isKnown() {
        known = known || unknown().isEmpty();
        return known;
    }

    /** What is not known yet of what was there at the start: kinds of objects. */
    public List<String> unknown() {
        Map<String, ? extends Map<?, ?>> policies =
                operator.getRuntimeInfo().unhealthyInformerWrappingEventSourceHealthIndicator();
        Stream<String> unknownPolicies = policies.entrySet().stream()
                .filter(kind -> !kind.getValue().isEmpty())
                .map(Map.Entry::getKey);
        return Stream.of(cluster.unknown(), owned.unknown(), unknownPolicies)
                .flatMap(kinds -> kinds)
                .toList();
    }

    /** Whether the pass over the fleet is there to run. */
    public boolean isAlive() {
        return loop.isAlive();
    }

    /**
     * Has somebody told of the certificate by which the operator is known, as soon as there is one and whenever it is another;
     * on whatever thread.
     */
    public void useCertificate(Consumer<TlsMaterial> user) {
        credentials.use(user);
    }

    /** For a replica that does not lead: looks whether its certificate is still good. To be called once a minute. */
    public void followCertificates() {
        if (!leading && isKnown()) {
            credentials.follow();
        }
    }

    /** What tells agents who holds which address, on every replica; to be closed before this. */
    public IdentityEndpoint identityEndpoint(Vertx vertx, MeterRegistry registry) {
        return new IdentityEndpoint(vertx, identityLog, cluster::isKnown, Clock.systemUTC(), registry);
    }

    private void lead() {
        LOG.info("Leading");
        leading = true;
        loop.start();
        poll.start();
    }

    /** Called when somebody else may lead, and when this gives up leading as it is closed: then the process ends by itself. */
    private void resign() {
        if (!closing) {
            LOG.warn("No longer leading; ending, to be started anew");
            System.exit(LEADERSHIP_LOST);
        }
    }

    private void changed() {
        if (loop != null) { // watches may tell before all is put together
            loop.trigger();
        }
    }

    private Collection<Policy> policies() {
        return Stream.<Policy>concat(namespaced.policies(), clusterWide.policies())
                .toList();
    }

    private void outdated(PolicyKey key) {
        if (key.isCluster()) {
            clusterWide.outdated(null, key.name());
        } else {
            namespaced.outdated(key.namespace(), key.name());
        }
    }

    @Override
    public void close() {
        closing = true;
        poll.close();
        loop.close();
        operator.stop();
        owned.close();
        cluster.close();
    }
}
