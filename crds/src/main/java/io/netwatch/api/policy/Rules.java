package io.netwatch.api.policy;

/**
 * What a schema can't say of a spec, in CEL for the API server, each with the message for whoever wrote it. {@link PolicyCheck}
 * says the same in Java, for whatever reaches the operator past the API server's eyes. The libraries that are used beyond
 * CEL's own ({@code isCIDR}, {@code isQuantity}, {@code url}) are those of Kubernetes 1.31.
 */
final class Rules {
    static final String SELECTOR_OPERATOR = "self in ['In', 'NotIn', 'Exists', 'DoesNotExist']";
    static final String SELECTOR_OPERATOR_MESSAGE = "operator must be In, NotIn, Exists or DoesNotExist";

    static final String SELECTOR_VALUES = "self.operator in ['In', 'NotIn'] ? has(self.values) && size(self.values) > 0"
            + " : !has(self.values) || size(self.values) == 0";
    static final String SELECTOR_VALUES_MESSAGE =
            "values must be given with In and NotIn, and left out with Exists and DoesNotExist";

    static final String PORT = "self.port >= 1 && self.port <= 65535";
    static final String PORT_MESSAGE = "port must be from 1 to 65535";

    static final String END_PORT = "!has(self.endPort) || (self.endPort >= self.port && self.endPort <= 65535)";
    static final String END_PORT_MESSAGE = "endPort must be from port to 65535";

    static final String CIDR_INCLUDE = "!has(self.include) || self.include.all(c, isCIDR(c))";
    static final String CIDR_EXCLUDE = "!has(self.exclude) || self.exclude.all(c, isCIDR(c))";
    static final String CIDR_MESSAGE =
            "each CIDR must be an address with the length of its prefix, such as 10.0.0.0/8 or fd00::/8";

    static final String PERCENT = "!has(self.percent) || (self.percent >= 1 && self.percent <= 100)";
    static final String PERCENT_MESSAGE = "percent must be from 1 to 100; to watch nothing set suspend: true";

    static final String EVENTS_PER_SECOND = "!has(self.eventsPerSecondPerPod) ||"
            + " (self.eventsPerSecondPerPod >= 1 && self.eventsPerSecondPerPod <= 100000)";
    static final String EVENTS_PER_SECOND_MESSAGE = "eventsPerSecondPerPod must be from 1 to 100000";

    static final String CONNECTIONS =
            "!has(self.connections) || (self.connections >= 1 && self.connections <= 1048576)";
    static final String CONNECTIONS_MESSAGE = "connections must be from 1 to 1048576";

    static final String BUDGET_CPU = "!has(self.cpu) || (isQuantity(string(self.cpu)) &&"
            + " quantity(string(self.cpu)).compareTo(quantity('10m')) >= 0)";
    static final String BUDGET_CPU_MESSAGE =
            "cpu must be a quantity of at least 10m, such as 100m for a tenth of a core";

    static final String BUDGET_MEMORY = "!has(self.memory) || (isQuantity(string(self.memory)) &&"
            + " quantity(string(self.memory)).compareTo(quantity('4Mi')) >= 0)";
    static final String BUDGET_MEMORY_MESSAGE = "memory must be a quantity of at least 4Mi, such as 32Mi";

    static final String LIMITS_IN_BUDGET = "!has(self.budget) || !has(self.budget.memory) ||"
            + " !isQuantity(string(self.budget.memory)) ||"
            + " quantity(string(self.budget.memory)).asApproximateFloat() >="
            + " 512.0 * double(has(self.limits) && has(self.limits.connections) ? self.limits.connections : 65536)";
    static final String LIMITS_IN_BUDGET_MESSAGE = "limits.connections (65536 by default) take 512 bytes each, which is"
            + " more than budget.memory: raise budget.memory or lower limits.connections";

    static final String INTERVAL = "!has(self.interval) || (self.interval.matches('^([0-9]+(ms|s|m|h))+$') &&"
            + " duration(self.interval) >= duration('1s') && duration(self.interval) <= duration('1h'))";
    static final String INTERVAL_MESSAGE = "interval must be a duration from 1s to 1h, such as 15s or 1m30s";

    static final String TOP_CONNECTIONS =
            "!has(self.topConnections) || (self.topConnections >= 0 && self.topConnections <= 10000)";
    static final String TOP_CONNECTIONS_MESSAGE = "topConnections must be from 0 to 10000";

    static final String NAMESPACED_ENDPOINT = "!has(self.cloud) || (isURL(self.cloud.endpoint) &&"
            + " url(self.cloud.endpoint).getScheme() == 'https' && url(self.cloud.endpoint).getHostname() != '' &&"
            + " !self.cloud.endpoint.contains('@'))";
    static final String NAMESPACED_ENDPOINT_MESSAGE =
            "endpoint must be https://host[:port][/path], without a user or password";

    static final String CLUSTER_ENDPOINT = "!has(self.cloud) || self.cloud.endpoint.matches('^file:///[^@?#]+$') ||"
            + " (isURL(self.cloud.endpoint) && url(self.cloud.endpoint).getScheme() == 'https' &&"
            + " url(self.cloud.endpoint).getHostname() != '' && !self.cloud.endpoint.contains('@'))";
    static final String CLUSTER_ENDPOINT_MESSAGE =
            "endpoint must be https://host[:port][/path], without a user or password, or file:///folder";

    static final String KEY_NEEDED = "has(self.apiKeySecretRef) || self.endpoint.startsWith('file:')";
    static final String KEY_NEEDED_MESSAGE = "apiKeySecretRef must name the Secret that holds the endpoint's API key";

    static final String PROXY = "!has(self.proxy) || (isURL(self.proxy) && url(self.proxy).getScheme() == 'http' &&"
            + " url(self.proxy).getHostname() != '' && !self.proxy.contains('@'))";
    static final String PROXY_MESSAGE = "proxy must be http://host:port, without a user or password";

    static final String CA_BUNDLE = "!has(self.caBundle) || self.caBundle.contains('-----BEGIN CERTIFICATE-----')";
    static final String CA_BUNDLE_MESSAGE =
            "caBundle must be certificates in PEM, each from -----BEGIN CERTIFICATE-----"
                    + " to -----END CERTIFICATE-----";

    static final String SECRET_NAME = "self.name.matches('^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$')";
    static final String SECRET_NAME_MESSAGE =
            "name must be the name of a Secret alone: a policy uses Secrets of its own namespace only";

    static final String SECRET_KEY = "!has(self.key) || self.key.matches('^[-._a-zA-Z0-9]{1,253}$')";
    static final String SECRET_KEY_MESSAGE =
            "key must be a key of the Secret's data: letters, digits, '-', '_' and '.'";

    static final String DISTINCT_PORTS =
            "!has(self.distinctPorts) || (self.distinctPorts >= 2 && self.distinctPorts <= 65535)";
    static final String DISTINCT_PORTS_MESSAGE = "distinctPorts must be from 2 to 65535";

    static final String ATTEMPTS = "!has(self.attempts) || (self.attempts >= 3 && self.attempts <= 1000)";
    static final String ATTEMPTS_MESSAGE = "attempts must be from 3 to 1000";

    static final String QUERIES =
            "!has(self.queriesPerMinute) || (self.queriesPerMinute >= 1 && self.queriesPerMinute <= 100000)";
    static final String QUERIES_MESSAGE = "queriesPerMinute must be from 1 to 100000";

    static final String THROUGHPUT =
            "!has(self.megabytesPerSecond) || (self.megabytesPerSecond >= 1 && self.megabytesPerSecond <= 100000)";
    static final String THROUGHPUT_MESSAGE = "megabytesPerSecond must be from 1 to 100000";

    /** Of the schema's format date-time; CEL has no say in it. */
    static final String EXPIRES_AT_MESSAGE = "expiresAt must be an RFC 3339 time, such as 2030-01-31T12:00:00Z";

    private Rules() {}
}
