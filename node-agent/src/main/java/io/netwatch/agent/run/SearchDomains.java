package io.netwatch.agent.run;

import io.netwatch.agent.detect.OwnDomains;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The domains that names here are looked for in: in a pod the cluster's own, and those of its nodes. */
final class SearchDomains {
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
    /** Kubernetes, "DNS for Services and Pods": where nobody chose another one. */
    private static final String USUAL = "cluster.local";

    private SearchDomains() {}

    static OwnDomains read() {
        List<String> domains = new ArrayList<>(List.of(USUAL));
        try {
            Files.readString(RESOLV_CONF, StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.startsWith("search ") || line.startsWith("search\t"))
                    .flatMap(line -> Arrays.stream(line.strip().split("\\s+")).skip(1))
                    .map(domain -> domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain)
                    .filter(domain -> !domain.isEmpty() && !domains.contains(domain))
                    .forEach(domains::add);
        } catch (IOException e) {
            return new OwnDomains(domains); // a host without DNS
        }
        return new OwnDomains(domains);
    }
}
