package io.netwatch.agent.kernel;

import io.netwatch.agent.config.AttachMode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Programs that are loaded and attached together, best first. A connect that fails before a SYN is sent shows only in
 * what connect returns, so each set has a hook for that too: fexit costs least, the system call's exit most.
 */
enum ProgramSet {
    TRACEPOINT_FEXIT(
            AttachMode.TRACEPOINT,
            "tp_btf inet_sock_set_state, fexit tcp_v4_connect and tcp_v6_connect",
            List.of("connect_return_v4", "connect_return_v6", "state_change")),
    TRACEPOINT_SYS_EXIT(
            AttachMode.TRACEPOINT,
            "tp_btf inet_sock_set_state, tp_btf sys_exit",
            List.of("syscall_return", "state_change")),
    TRACEPOINT_ALONE(
            AttachMode.TRACEPOINT,
            "tp_btf inet_sock_set_state, so connects that fail before a SYN is sent are not told",
            List.of("state_change")),
    KPROBE(
            AttachMode.KPROBE,
            "kprobe and kretprobe tcp_v4_connect and tcp_v6_connect, kprobe tcp_set_state and inet_csk_listen_start",
            List.of(
                    "kprobe_listen",
                    "kretprobe_connect_v4",
                    "kretprobe_connect_v6",
                    "kprobe_connect_v4",
                    "kprobe_connect_v6",
                    "kprobe_state_change"));

    static final String SEED_LISTENERS = "seed_listeners";
    static final String SEED_CONNECTIONS = "seed_connections";
    static final String OPEN_CONNECTIONS = "open_connections";
    static final String TIME_WAIT = "time_wait";

    /** Registers of a call and numbers of system calls differ by machine; the others need neither. */
    private static final Set<String> X86_64 = Set.of("amd64", "x86_64");

    private final AttachMode mode;
    private final String hooks;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> attached;

    ProgramSet(AttachMode mode, String hooks, List<String> attached) {
        this.mode = mode;
        this.hooks = hooks;
        this.attached = attached;
    }

    AttachMode mode() {
        return mode;
    }

    /** What it is attached to, in the kernel's words. */
    String hooks() {
        return hooks;
    }

    boolean fitsThisMachine() {
        return this == TRACEPOINT_FEXIT || this == TRACEPOINT_ALONE || X86_64.contains(System.getProperty("os.arch"));
    }

    /** In the order in which they are attached. */
    List<String> attached() {
        return attached;
    }

    Set<String> loaded() {
        Set<String> programs = new HashSet<>(attached);
        programs.addAll(Set.of(SEED_LISTENERS, SEED_CONNECTIONS, OPEN_CONNECTIONS, TIME_WAIT));
        return programs;
    }
}
