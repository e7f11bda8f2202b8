package io.netwatch.agent.view;

import io.netwatch.api.snapshot.Alert;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** What looks wrong now, by the uid of the policy that asks for it; as in snapshots. */
@Path("/api/v1/alerts")
public final class AlertsResource {
    private final Alerts alerts;

    AlertsResource(Alerts alerts) {
        this.alerts = alerts;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, List<Alert>> active() {
        return alerts.active();
    }
}
