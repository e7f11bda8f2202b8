package io.netwatch.agent.detect;

import io.netwatch.agent.event.DnsMessage;
import io.netwatch.agent.event.QueryName;
import io.netwatch.agent.identify.RecentKeys;
import io.netwatch.api.policy.Detectors;
import io.netwatch.api.snapshot.Alert;
import java.util.SplittableRandom;

/**
 * Pods that carry data out in the names that they ask for: a name of more than 80 bytes, or more than so many queries a minute below one
 * parent domain for more than 30 distinct names. Names that are answered within the cluster are left out.
 */
final class DnsTunnels implements Detector {
    static final int DOMAINS = 500;
    static final int NAME_BYTES = 80;
    static final int DISTINCT_NAMES = 30;

    private final int queriesPerMinute;
    private final OwnDomains own;
    private final long basis = new SplittableRandom().nextLong();
    private final RecentKeys domains = new RecentKeys(DOMAINS, this::onForgotten);
    private final AskedDomain[] states = new AskedDomain[DOMAINS];

    DnsTunnels(Detectors.DnsTunnel spec, OwnDomains own) {
        this.queriesPerMinute = spec.queriesPerMinute();
        this.own = own;
    }

    void onQuery(DnsMessage query) {
        QueryName name = query.name();
        long nanos = query.flow().nanos();
        domains.expire(nanos, FORGET_NANOS);
        if (name.labels() == 0 || own.has(name)) {
            return;
        }
        int parent = name.start(ParentDomain.label(name));
        AskedDomain domain = domain(query.flow().source(), name, parent, nanos);
        int queries = domain.addQuery(nanos);
        int names = parent == 0 ? 0 : domain.addName(name.hash(basis, 0, parent), nanos);
        if (name.bytes() > NAME_BYTES) {
            boolean isNew = domain.longName.raise(nanos);
            domain.longest = isNew ? name.bytes() : Math.max(domain.longest, name.bytes());
            domain.setExample(name);
        }
        if (queries > queriesPerMinute && names > DISTINCT_NAMES) {
            boolean isNew = domain.manyNames.raise(nanos);
            domain.mostQueries = isNew ? queries : Math.max(domain.mostQueries, queries);
            domain.mostNames = isNew ? names : Math.max(domain.mostNames, names);
            domain.setExample(name);
        }
    }

    private AskedDomain domain(long source, QueryName name, int parent, long nanos) {
        long hash = name.hash(basis, parent, name.length());
        long other = name.hash(~basis, parent, name.length());
        int number = domains.find(source, hash, other, 0);
        if (number != RecentKeys.NONE) {
            domains.touch(number, nanos);
            return states[number];
        }
        number = domains.add(source, hash, other, 0, nanos);
        if (states[number] == null) {
            states[number] = new AskedDomain();
        }
        states[number].begin(name, parent);
        return states[number];
    }

    private void onForgotten(int number) {
        states[number].longName.clear();
        states[number].manyNames.clear();
    }

    @Override
    public void expire(long nanos) {
        domains.expire(nanos, FORGET_NANOS);
    }

    @Override
    public void report(AlertReport report) {
        for (int number = domains.newest(); number != RecentKeys.NONE; number = domains.older(number)) {
            AskedDomain domain = states[number];
            String source = null;
            if (domain.manyNames.isActive(report.nanos)) {
                source = report.source(domains.part(number, 0));
                report.add(
                        Alert.Severity.CRITICAL,
                        Alert.Category.DNS_TUNNEL,
                        domain.manyNames.since(),
                        source + " sent " + domain.mostQueries + " DNS queries within a minute for names below "
                                + domain.parent(),
                        distinct(domain) + detail(number, domain, report));
            }
            if (domain.longName.isActive(report.nanos)) {
                source = source == null ? report.source(domains.part(number, 0)) : source;
                report.add(
                        Alert.Severity.WARNING,
                        Alert.Category.DNS_TUNNEL,
                        domain.longName.since(),
                        source + " asked DNS for a name of " + domain.longest + " bytes below " + domain.parent(),
                        "More than " + NAME_BYTES + " bytes are unusual." + detail(number, domain, report));
            }
        }
    }

    private static String distinct(AskedDomain domain) {
        return domain.mostNames + (domain.mostNames < AskedDomain.NAMES_MAX ? "" : " or more")
                + " of them were distinct: data may leave in them.";
    }

    private String detail(int number, AskedDomain domain, AlertReport report) {
        return " For example " + domain.example() + ". " + report.look(domains.part(number, 0));
    }

    @Override
    public long evicted() {
        return domains.evicted();
    }

    @Override
    public int size() {
        return domains.size();
    }
}
