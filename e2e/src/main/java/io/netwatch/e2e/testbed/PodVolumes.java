package io.netwatch.e2e.testbed;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A pod's volumes: folders of this machine. Those of Secrets and ConfigMaps follow their object; those of the node's folders lie
 * below a folder that stands for the node's root, as the node has no disk of its own. Not for more than one thread at a time.
 */
final class PodVolumes {
    private final Pod pod;
    private final Path folder;
    private final Path host;
    private final Map<String, AtomicFolder> followed = new HashMap<>();
    private final Map<String, String> versions = new HashMap<>();

    /**
     * @param folder for what goes with the pod
     * @param host for what stays with the node
     */
    PodVolumes(Pod pod, Path folder, Path host) {
        this.pod = pod;
        this.folder = folder;
        this.host = host;
    }

    /** Brings each up to what its object has; false while one that is not filled yet has none. */
    boolean follow(ClusterState state) {
        boolean complete = true;
        for (Volume volume : pod.getSpec().getVolumes()) {
            if (volume.getSecret() == null && volume.getConfigMap() == null) {
                Folders.create(path(volume));
            } else {
                source(volume, state).ifPresent(object -> follow(volume, object));
                complete &= followed.containsKey(volume.getName());
            }
        }
        return complete;
    }

    private void follow(Volume volume, HasMetadata object) {
        String version =
                object.getMetadata().getUid() + " " + object.getMetadata().getResourceVersion();
        if (!version.equals(versions.put(volume.getName(), version))) {
            followed.computeIfAbsent(volume.getName(), name -> new AtomicFolder(path(volume)))
                    .replace(files(object));
        }
    }

    private Optional<? extends HasMetadata> source(Volume volume, ClusterState state) {
        return volume.getSecret() != null
                ? named(state.secrets(), volume.getSecret().getSecretName())
                : named(state.configMaps(), volume.getConfigMap().getName());
    }

    private <T extends HasMetadata> Optional<T> named(List<T> objects, String name) {
        return objects.stream()
                .filter(object -> name.equals(object.getMetadata().getName())
                        && pod.getMetadata()
                                .getNamespace()
                                .equals(object.getMetadata().getNamespace()))
                .findFirst();
    }

    private static Map<String, byte[]> files(HasMetadata object) {
        Map<String, byte[]> files = new TreeMap<>();
        if (object instanceof Secret secret) {
            orEmpty(secret.getData())
                    .forEach((name, data) -> files.put(name, Base64.getDecoder().decode(data)));
        } else if (object instanceof ConfigMap map) {
            orEmpty(map.getData()).forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
        }
        return files;
    }

    private static <T> Map<String, T> orEmpty(Map<String, T> map) {
        return map == null ? Map.of() : map;
    }

    /** Where one lies on this machine. */
    Path path(String name) {
        return pod.getSpec().getVolumes().stream()
                .filter(volume -> name.equals(volume.getName()))
                .findFirst()
                .map(this::path)
                .orElseThrow(() -> new IllegalArgumentException("the pod has no volume " + name));
    }

    private Path path(Volume volume) {
        return volume.getHostPath() == null
                ? folder.resolve(volume.getName())
                : host.resolve(volume.getHostPath().getPath().substring(1));
    }
}
