package io.netwatch.e2e.testbed;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A pod's files on this machine: its volumes, {@code /etc/hosts} in place of a name service, its containers' last words. */
final class PodFiles {
    private final Pod pod;
    private final Path folder;
    private final PodVolumes volumes;

    /** @param host stands for the node's root folder */
    PodFiles(Pod pod, Path folder, Path host) {
        this.pod = pod;
        this.folder = Folders.create(folder);
        this.volumes = new PodVolumes(pod, folder.resolve("volumes"), host);
    }

    /** Brings the volumes up to what their objects have; false while an object that one comes from isn't there. */
    boolean followVolumes(ClusterState state) {
        return volumes.follow(state);
    }

    /** Names of services as a cluster's name service has them, and the pod's own aliases. */
    Path hosts(List<Service> services) {
        StringBuilder hosts = new StringBuilder("127.0.0.1 localhost\n");
        for (HostAlias alias : pod.getSpec().getHostAliases()) {
            hosts.append(alias.getIp())
                    .append(' ')
                    .append(String.join(" ", alias.getHostnames()))
                    .append('\n');
        }
        for (Service service : services) {
            String address = service.getSpec().getClusterIP();
            String namespace = service.getMetadata().getNamespace();
            String name = service.getMetadata().getName();
            if (address != null && !address.equals("None")) {
                hosts.append(
                        "%s %3$s.%2$s.svc %3$s.%2$s %3$s.%2$s.svc.cluster.local".formatted(address, namespace, name));
                hosts.append(namespace.equals(pod.getMetadata().getNamespace()) ? " " + name + "\n" : "\n");
            }
        }
        Path file = folder.resolve("hosts");
        Folders.write(file, hosts.toString());
        return file;
    }

    /** Paths in a container as paths on this machine, wherever they stand in an argument. */
    List<String> translate(Container container, List<String> arguments) {
        Map<String, Path> places = new TreeMap<>();
        for (VolumeMount mount : container.getVolumeMounts()) {
            places.put(mount.getMountPath(), volume(mount.getName()));
        }
        if (container.getTerminationMessagePath() != null) {
            places.put(container.getTerminationMessagePath(), lastWords(container));
        }
        return arguments.stream().map(argument -> translate(argument, places)).toList();
    }

    private static String translate(String argument, Map<String, Path> places) {
        for (Map.Entry<String, Path> place : places.entrySet()) {
            Matcher matcher = Pattern.compile("(^|=)" + Pattern.quote(place.getKey()) + "(?=/|$)")
                    .matcher(argument);
            if (matcher.find()) {
                return matcher.replaceFirst(
                        "$1" + Matcher.quoteReplacement(place.getValue().toString()));
            }
        }
        return argument;
    }

    Path volume(String name) {
        return volumes.path(name);
    }

    /** Where a container says why it ends. */
    Path lastWords(Container container) {
        return folder.resolve(container.getName() + ".termination-log");
    }

    /** What a container printed, all its runs together. */
    Path log(Container container) {
        return folder.resolve(container.getName() + ".log");
    }
}
