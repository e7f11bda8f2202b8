package io.netwatch.agent.identify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Names of cgroups as they are found on nodes; ids and uids are put in by {@link #expand}. */
class ContainerNameTest {
    private static final String ID = "34dc0b5e626f2c5c4c5170e34b10e7654ce36f0fcd532739f4445baabea03376";
    private static final String OTHER_ID = "abddff03dfd7710c79a750ce3e730365cbb2c8247a974170c1062683bc3e9152";
    private static final String UID = "74c13223-5a00-11e9-b385-42010a80018d";
    private static final String OTHER_UID = "9692aa0e-748e-11e8-8dfa-76d458035df6";
    private static final String HASH = "36b6d6be73b1065af369b3985edafa09";

    private static String expand(String text) {
        return text.replace("<id>", ID)
                .replace("<id2>", OTHER_ID)
                .replace("<uid>", UID)
                .replace("<u_id>", UID.replace('-', '_'))
                .replace("<uid2>", OTHER_UID)
                .replace("<u_id2>", OTHER_UID.replace('-', '_'))
                .replace("<hash>", HASH);
    }

    private static Arguments row(String where, String path, String expected) {
        return Arguments.of(where, path, expected);
    }

    static Stream<Arguments> cgroupfsDriver() {
        return Stream.of(
                row("guaranteed", "/kubepods/pod<uid>/<id>", "<uid> <id>"),
                row("burstable", "/kubepods/burstable/pod<uid>/<id>", "<uid> <id>"),
                row("best effort, GKE", "/kubepods/besteffort/pod<uid>/<id>", "<uid> <id>"),
                row("the pod itself", "/kubepods/burstable/pod<uid>", "<uid> -"),
                row("static pod", "/kubepods/burstable/pod<hash>/<id>", "<hash> <id>"),
                row("static pod, guaranteed", "/kubepods/pod<hash>/<id>", "<hash> <id>"),
                row("CRI-O", "/kubepods/burstable/pod<uid>/crio-<id>", "<uid> <id>"),
                row("CRI-O's monitor", "/kubepods/burstable/pod<uid>/crio-conmon-<id>", "<uid> -"),
                row("kubelet with --cgroup-root", "/tenant/kubepods/besteffort/pod<uid>/<id>", "<uid> <id>"),
                row("k3s as a service", "/system.slice/k3s.service/kubepods/burstable/pod<uid>/<id>", "<uid> <id>"),
                row("rke2 agent", "/system.slice/rke2-agent.service/kubepods/besteffort/pod<uid>/<id>", "<uid> <id>"),
                row("kind before 0.11", "/docker/<id2>/kubepods/besteffort/pod<uid>/<id>", "<uid> <id>"),
                row("kind, kubelet's own root", "/docker/<id2>/kubelet/kubepods/burstable/pod<uid>/<id>", "<uid> <id>"),
                row("k3d", "/docker/<id2>/kubepods/pod<uid>/<id>", "<uid> <id>"),
                row(
                        "podman as kind's provider",
                        "/libpod_parent/libpod-<id2>/kubelet/kubepods/pod<uid>/<id>",
                        "<uid> <id>"),
                row("child of a container", "/kubepods/burstable/pod<uid>/<id>/init", "<uid> <id>"),
                row("systemd in it", "/kubepods/burstable/pod<uid>/<id>/system.slice/nginx.service", "<uid> <id>"),
                row("docker in it", "/kubepods/burstable/pod<uid>/<id>/docker/<id2>", "<uid> <id>"),
                row("kata's overhead", "/kubepods/burstable/pod<uid>/kata_overhead", "<uid> -"));
    }

    static Stream<Arguments> systemdDriver() {
        String burstable = "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod<u_id>.slice";
        String kind = "/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-besteffort.slice"
                + "/kubelet-kubepods-besteffort-pod<u_id>.slice";
        return Stream.of(
                row("containerd, burstable", burstable + "/cri-containerd-<id>.scope", "<uid> <id>"),
                row(
                        "containerd, best effort",
                        "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod<u_id>.slice/cri-containerd-<id>.scope",
                        "<uid> <id>"),
                row(
                        "containerd, guaranteed",
                        "/kubepods.slice/kubepods-pod<u_id>.slice/cri-containerd-<id>.scope",
                        "<uid> <id>"),
                row("CRI-O", burstable + "/crio-<id>.scope", "<uid> <id>"),
                row("CRI-O with crun", burstable + "/crio-<id>.scope/container", "<uid> <id>"),
                row("CRI-O's monitor", burstable + "/crio-conmon-<id>.scope", "<uid> -"),
                row("cri-dockerd", burstable + "/docker-<id>.scope", "<uid> <id>"),
                row("cri-dockerd, child", burstable + "/docker-<id>.scope/kube-proxy", "<uid> <id>"),
                row("the pod itself", burstable, "<uid> -"),
                row(
                        "static pod",
                        "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod<hash>.slice/cri-containerd-<id>.scope",
                        "<hash> <id>"),
                row("systemd in it", burstable + "/cri-containerd-<id>.scope/init.scope", "<uid> <id>"),
                row("systemd in it, a service", burstable + "/crio-<id>.scope/system.slice/dbus.service", "<uid> <id>"),
                row("kind", kind + "/cri-containerd-<id>.scope", "<uid> <id>"),
                row("kind, from its host", "/docker/<id2>" + kind + "/cri-containerd-<id>.scope", "<uid> <id>"),
                row(
                        "kind, from its host, v2",
                        "/system.slice/docker-<id2>.scope" + kind + "/cri-containerd-<id>.scope",
                        "<uid> <id>"),
                row(
                        "minikube with CRI-O in docker",
                        "/docker/<id2>/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod<u_id>.slice/crio-<id>.scope",
                        "<uid> <id>"),
                row(
                        "kubelet says systemd, containerd doesn't",
                        "/system.slice/containerd.service/kubepods-burstable-pod<hash>.slice:cri-containerd:<id>",
                        "<hash> <id>"),
                row("the same at the root", "/kubepods-besteffort-pod<u_id>.slice:cri-containerd:<id>", "<uid> <id>"),
                row(
                        "the same in k0s",
                        "/system.slice/k0scontroller.service/kubepods-besteffort-pod<u_id>.slice:cri-containerd:<id>",
                        "<uid> <id>"));
    }

    static Stream<Arguments> nested() {
        return Stream.of(
                row(
                        "kind in a pod",
                        "/kubepods/burstable/pod<uid2>/<id2>/kubelet/kubepods/pod<uid>/<id>",
                        "<uid> <id> in <uid2> <id2>"),
                row(
                        "kind in a pod, the head missing",
                        "/pod<uid2>/<id2>/docker/<id2>/kubepods/besteffort/pod<uid>/<id>",
                        "<uid> <id> in <uid2> <id2>"));
    }

    static Stream<Arguments> headMissing() {
        return Stream.of(
                row("from the pod on", "/pod<uid>/<id>/a/b/c/d/e/f", "<uid> <id>"),
                row("from the container on", "/<id>/a/b/c/d/e/f/g", "- <id>"),
                row("from the scope on", "/docker-<id>.scope/a/b/c/d/e/f/g", "- <id>"),
                row("from below the container on", "/system.slice/a/b/c/d/e/f/g", "unknown"),
                row(
                        "names of the greatest length",
                        "/" + "x".repeat(255) + ("/" + "x".repeat(255)).repeat(3),
                        "unknown"));
    }

    static Stream<Arguments> host() {
        return Stream.of(
                row("the root", "/", "host"),
                row("a service", "/system.slice/kubelet.service", "host"),
                row("containerd", "/system.slice/containerd.service", "host"),
                row("a user's", "/user.slice/user-1000.slice/user@1000.service/app.slice/firefox.scope", "host"),
                row("kubelet's own", "/kubelet", "host"),
                row("all pods'", "/kubepods.slice/kubepods-burstable.slice", "host"),
                row("all pods', cgroupfs", "/kubepods/besteffort", "host"),
                row("docker", "/docker/<id>", "host"),
                row("docker, systemd", "/system.slice/docker-<id>.scope", "host"),
                row("docker, systemd in it", "/docker/<id>/system.slice/nginx.service", "host"),
                row("podman", "/machine.slice/libpod-<id>.scope/container", "host"),
                row("podman's monitor", "/machine.slice/libpod-conmon-<id>.scope", "host"),
                row(
                        "podman without root",
                        "/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-<id>.scope",
                        "host"),
                row("a virtual machine", "/machine.slice/machine-qemu\\x2d1\\x2dvm.scope/libvirt/emulator", "host"),
                row("LXC", "/lxc.payload.web/init.scope", "host"),
                row("a uid that is none", "/kubepods/podnone/<id>", "host"),
                row("an id that is too short", "/kubepods/burstable/pod<uid>/34dc0b5e626f", "<uid> -"));
    }

    static Stream<Arguments> elsewhere() {
        return Stream.of(
                row("CRI-O's before it knew pods", "/machine.slice/crio-<id>.scope", "- <id>"),
                row("containerd's own test", "/system.slice/system-getty.slice/cri-containerd-<id>.scope", "- <id>"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource({"cgroupfsDriver", "systemdDriver", "nested", "headMissing", "host", "elsewhere"})
    void readsWhoseACgroupIs(String where, String path, String expected) {
        assertThat(text(ContainerName.parse(expand(path)))).isEqualTo(expand(expected));
    }

    private static String text(ContainerName name) {
        if (!name.isOfPod()) {
            return name.isHost() ? "host" : "unknown";
        }
        String text = (name.podUid() == null ? "-" : name.podUid()) + " "
                + (name.container() == null ? "-" : name.container());
        return name.outer() == null ? text : text + " in " + text(name.outer());
    }
}
