package io.netwatch.agent.testbed;

import io.netwatch.agent.event.CgroupEvent;
import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.DnsEvent;
import io.netwatch.agent.event.EventHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps copies of all that it is given. */
public final class Recording implements EventHandler {
    private final List<Seen> seen = new ArrayList<>();
    private final List<SeenDns> dns = new ArrayList<>();
    private final Map<Long, String> cgroups = new HashMap<>();

    @Override
    public void onConnection(ConnectionEvent event) {
        seen.add(Seen.of(event));
    }

    @Override
    public void onCgroup(CgroupEvent event) {
        cgroups.put(event.cgroup(), event.path());
    }

    @Override
    public void onDns(DnsEvent event) {
        dns.add(SeenDns.of(event));
    }

    public List<SeenDns> dns() {
        return dns;
    }

    public List<Seen> seen() {
        return seen;
    }

    public String cgroupPath(long cgroup) {
        return cgroups.get(cgroup);
    }
}
