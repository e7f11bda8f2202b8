package io.netwatch.agent.run;

import io.netwatch.agent.view.AccessToken;
import io.netwatch.agent.view.AgentFacts;
import io.netwatch.agent.view.Alerts;
import io.netwatch.agent.view.Changes;
import io.netwatch.agent.view.Connections;
import io.netwatch.agent.view.Counters;
import io.netwatch.agent.view.EventRate;
import io.netwatch.agent.view.HealthProbe;
import io.netwatch.agent.view.Policies;
import io.netwatch.agent.view.Strain;
import io.netwatch.agent.view.Uploads;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** What was made before CDI booted, as beans. */
final class LaunchBeans {
    @Produces
    @Singleton
    Connections connections() {
        return Launch.current().pipeline().connections();
    }

    @Produces
    @Singleton
    Changes changes() {
        return Launch.current().pipeline().changes();
    }

    @Produces
    @Singleton
    Counters counters() {
        return Launch.current().pipeline().counters();
    }

    @Produces
    @Singleton
    Policies policies() {
        return Launch.current().pipeline().policies();
    }

    @Produces
    @Singleton
    Uploads uploads() {
        return Launch.current().pipeline().uploads();
    }

    @Produces
    @Singleton
    Alerts alerts() {
        return Launch.current().pipeline().alerts();
    }

    @Produces
    @Singleton
    Strain strain() {
        return Launch.current().pipeline().strain();
    }

    @Produces
    @Singleton
    EventRate rate() {
        return Launch.current().pipeline().rate();
    }

    @Produces
    @Singleton
    AgentFacts facts() throws IOException {
        Launch launch = Launch.current();
        return new AgentFacts(
                AgentVersion.number(), launch.startedAt(), launch.pipeline().attachment());
    }

    @Produces
    @Singleton
    AccessToken token() {
        return Launch.current().token();
    }

    @Produces
    @Singleton
    @Liveness
    HealthProbe reading() {
        return new HealthProbe(
                "the thread that reads events is running", Launch.current().pipeline()::isReading);
    }

    @Produces
    @Singleton
    @Readiness
    HealthProbe attached() {
        return new HealthProbe(
                "the kernel tells of connections", Launch.current().pipeline()::isReading);
    }
}
