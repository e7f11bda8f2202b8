package io.netwatch.agent.run;

import io.netwatch.api.policy.CloudUpload;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** In a cluster: what policies say, as far as the operator lets them. Used by one thread. */
final class FleetOrders implements Orders {
    private final FleetFile fleet;
    private final Path keys;
    private final PolicyWorks works;

    FleetOrders(FleetFile fleet, Path keys, PolicyWorks works) {
        this.fleet = fleet;
        this.keys = keys;
        this.works = works;
    }

    @Override
    public List<Order> now() throws IOException {
        List<Order> orders = new ArrayList<>();
        for (FleetFile.Entry entry : fleet.read()) {
            PolicyWork work = works.find(entry.uid());
            CloudUpload cloud = work == null ? null : work.spec().cloud();
            // while the two disagree the key may be another endpoint's
            if (cloud != null && cloud.endpoint().equals(entry.endpoint())) {
                orders.add(new Order(
                        Order.kindOf(URI.create(cloud.endpoint())),
                        work,
                        work.uid(),
                        URI.create(cloud.endpoint()),
                        entry.keyFile() == null ? null : keys.resolve(entry.keyFile()),
                        cloud.caBundle(),
                        cloud.proxy() == null ? null : URI.create(cloud.proxy()),
                        Duration.ofSeconds(entry.intervalSeconds()),
                        PolicyWorks.settings(work.spec())));
            }
        }
        return orders;
    }
}
