package io.netwatch.agent.run;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.netwatch.agent.view.AccessFilter;
import io.netwatch.agent.view.AccessToken;
import io.netwatch.agent.view.AgentMetrics;
import io.netwatch.agent.view.ChangePublisher;
import io.netwatch.agent.view.Changes;
import io.netwatch.agent.view.Counters;
import io.netwatch.agent.view.Policies;
import io.netwatch.agent.view.PolicyMetrics;
import io.netwatch.agent.view.Strain;
import io.netwatch.agent.view.StrainMetrics;
import io.netwatch.agent.view.UploadMetrics;
import io.netwatch.agent.view.Uploads;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The views over HTTP, made of what they show. */
final class ViewBeans {
    /** Runs ahead of every route and of Quarkus's own filters. */
    private static final int FIRST = 10_000;

    @Produces
    @Singleton
    ChangePublisher publisher(Changes changes) {
        return new ChangePublisher(changes, Infrastructure.getDefaultExecutor());
    }

    @Produces
    @Singleton
    MeterBinder metrics(Counters counters) {
        return new AgentMetrics(counters);
    }

    @Produces
    @Singleton
    MeterBinder policyMetrics(Policies policies) {
        return new PolicyMetrics(policies);
    }

    @Produces
    @Singleton
    MeterBinder uploadMetrics(Uploads uploads) {
        return new UploadMetrics(uploads);
    }

    @Produces
    @Singleton
    MeterBinder strainMetrics(Strain strain) {
        return new StrainMetrics(strain);
    }

    /** Of what there is about the JVM, memory alone: what tells of its collector costs a millisecond a collection. */
    @Produces
    @Singleton
    MeterBinder memoryMetrics() {
        return new JvmMemoryMetrics();
    }

    void protect(@Observes Filters filters, AccessToken token) {
        filters.register(new AccessFilter(token), FIRST);
    }
}
