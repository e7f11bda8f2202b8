package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How fields of built-in kinds merge, known by a field's name and its parent's. Source: {@code x-kubernetes-list-type},
 * {@code -list-map-keys} and {@code -map-type} in the OpenAPI document of Kubernetes 1.34, for the kinds of {@link BuiltInTypes}.
 */
record BuiltInStructure(String name, List<String> keys, Merge merge) implements Structure {
    static final BuiltInStructure ROOT = new BuiltInStructure("", List.of(), Merge.GRANULAR);

    /** {@code parent.field=key,key}, or {@code field=...} under any parent. */
    private static final Map<String, List<String>> LIST_KEYS = table(
            "addresses=type",
            "claims=name",
            "status.conditions=type",
            "containers=name",
            "initContainers=name",
            "ephemeralContainers=name",
            "env=name",
            "hostAliases=ip",
            "spec.imagePullSecrets=name",
            "metadata.ownerReferences=uid",
            "podIPs=ip",
            "containers.ports=containerPort,protocol",
            "initContainers.ports=containerPort,protocol",
            "ephemeralContainers.ports=containerPort,protocol",
            "spec.ports=port,protocol",
            "resourceClaims=name",
            "schedulingGates=name",
            ".secrets=name",
            "topologySpreadConstraints=topologyKey,whenUnsatisfiable",
            "volumeDevices=devicePath",
            "volumeMounts=mountPath",
            "volumes=name");

    private static final Set<String> SETS = Set.of("metadata.finalizers", "spec.podCIDRs");

    private static final Set<String> ATOMIC_MAPS = Set.of(
            "configMapKeyRef",
            "fieldRef",
            "involvedObject",
            "labelSelector",
            "nodeSelector",
            "spec.podSelector",
            "regarding",
            "related",
            "requiredDuringSchedulingIgnoredDuringExecution",
            "resourceFieldRef",
            "roleRef",
            "secretKeyRef",
            "spec.selector");

    @Override
    public Structure field(String field) {
        String qualified = name + "." + field;
        if (ATOMIC_MAPS.contains(qualified) || ATOMIC_MAPS.contains(field)) {
            return ATOMIC;
        }
        List<String> listKeys = LIST_KEYS.getOrDefault(qualified, LIST_KEYS.get(field));
        if (listKeys != null) {
            return new BuiltInStructure(field, listKeys, Merge.BY_KEY);
        }
        return new BuiltInStructure(field, List.of(), SETS.contains(qualified) ? Merge.SET : Merge.GRANULAR);
    }

    @Override
    public Structure items() {
        return new BuiltInStructure(name, List.of(), Merge.GRANULAR);
    }

    @Override
    public Optional<JsonNode> keyDefault(String key) {
        return key.equals("protocol") ? Optional.of(TextNode.valueOf("TCP")) : Optional.empty();
    }

    private static Map<String, List<String>> table(String... lines) {
        Function<String, String> field = line -> line.substring(0, line.indexOf('='));
        Function<String, List<String>> keys =
                line -> Arrays.asList(line.substring(line.indexOf('=') + 1).split(",", -1));
        return Arrays.stream(lines).collect(Collectors.toUnmodifiableMap(field, keys));
    }
}
