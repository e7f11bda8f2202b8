package io.netwatch.operator.plan;

import java.util.Map;

/**
 * A pod that has not ended.
 *
 * @param node where it runs; null when it is not scheduled yet
 */
public record PodFacts(String namespace, String name, Map<String, String> labels, String node) {}
