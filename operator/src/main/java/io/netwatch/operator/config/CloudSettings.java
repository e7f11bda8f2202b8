package io.netwatch.operator.config;

/**
 * What NetWatch Cloud allows an account.
 *
 * @param hostLimit nodes that the account takes; null when unknown. 3 by default, 10 on early access
 * @param requestsPerMinute for one API key, over all nodes; NetWatch Cloud's limit is 10
 */
public record CloudSettings(Integer hostLimit, Integer requestsPerMinute) {
    private static final int DEFAULT_REQUESTS_PER_MINUTE = 10;

    /** NetWatch Cloud's own limits, and an account of unknown size. */
    public static final CloudSettings DEFAULT = new CloudSettings(null, null);

    public CloudSettings {
        requestsPerMinute = requestsPerMinute == null ? DEFAULT_REQUESTS_PER_MINUTE : requestsPerMinute;
        InvalidConfigException.unless(
                hostLimit == null || hostLimit >= 1, "cloud.hostLimit must be 1 or more, or null; got " + hostLimit);
        InvalidConfigException.unless(
                requestsPerMinute >= 1 && requestsPerMinute <= 6000,
                "cloud.requestsPerMinute must be from 1 to 6000; got " + requestsPerMinute);
    }
}
