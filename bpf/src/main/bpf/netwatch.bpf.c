/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * The programs: stubs over what the headers do. The agent loads one set of them.
 *
 *   tracepoint  state_change, and for the return of connect either connect_return_* or syscall_return
 *   kprobe      kprobe_*, kretprobe_* (x86_64: the registers of a call are not CO-RE)
 *   both        seed_listeners, seed_connections (before the first event), open_connections, time_wait (as often as liked)
 *
 * and beside it, while somebody wants DNS messages, dns_sent and dns_received, attached to the root of the cgroup2 hierarchy.
 */
#include "vmlinux.h"

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

#include "event.h"
#include "maps.h"
#include "socket.h"
#include "owner.h"
#include "report.h"
#include "listener.h"
#include "connection.h"
#include "connect_return.h"
#include "seed.h"
#include "states.h"
#include "dns.h"

char LICENSE[] SEC("license") = "GPL";

SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(state_change, const struct sock *sk, int from, int to)
{
	struct tcp_sock *tp;

	if (!is_counted(from, to) && !is_of_interest(from, to))
		return 0;
	tp = bpf_skc_to_tcp_sock((void *)sk); /* null for other protocols, which share the tracepoint */
	if (!tp)
		return 0;
	count_states(from, to);
	if (is_of_interest(from, to))
		on_state(tp, from, to, true);
	return 0;
}

SEC("fexit/tcp_v4_connect")
int BPF_PROG(connect_return_v4, struct sock *sk, void *address, int length, int result)
{
	/* an IPv6 socket that speaks IPv4 comes through here from tcp_v6_connect, which returns the same */
	if (BPF_CORE_READ(sk, __sk_common.skc_family) == AF_INET)
		on_connect_return(sk, address, result);
	return 0;
}

SEC("fexit/tcp_v6_connect")
int BPF_PROG(connect_return_v6, struct sock *sk, void *address, int length, int result)
{
	on_connect_return(sk, address, result);
	return 0;
}

SEC("tp_btf/sys_exit")
int BPF_PROG(syscall_return, struct pt_regs *regs, long result)
{
	if (regs->orig_ax == NR_CONNECT)
		on_syscall_return(regs->di, (const void *)regs->si, result);
	return 0;
}

SEC("kprobe/tcp_v4_connect")
int BPF_KPROBE(kprobe_connect_v4, struct sock *sk, void *address)
{
	if (BPF_CORE_READ(sk, __sk_common.skc_family) == AF_INET)
		on_connect_call(sk, address);
	return 0;
}

SEC("kretprobe/tcp_v4_connect")
int BPF_KRETPROBE(kretprobe_connect_v4, int result)
{
	on_connect_call_return(result, AF_INET);
	return 0;
}

SEC("kprobe/tcp_v6_connect")
int BPF_KPROBE(kprobe_connect_v6, struct sock *sk, void *address)
{
	on_connect_call(sk, address);
	return 0;
}

SEC("kretprobe/tcp_v6_connect")
int BPF_KRETPROBE(kretprobe_connect_v6, int result)
{
	on_connect_call_return(result, AF_INET6);
	return 0;
}

SEC("kprobe/inet_csk_listen_start")
int BPF_KPROBE(kprobe_listen, struct sock *sk)
{
	if (is_tcp(sk))
		on_listen((struct tcp_sock *)sk, false);
	return 0;
}

SEC("kprobe/tcp_set_state")
int BPF_KPROBE(kprobe_state_change, struct sock *sk, int to)
{
	int from = BPF_CORE_READ(sk, __sk_common.skc_state);

	if (to == TCP_SYN_SENT || !(is_counted(from, to) || is_of_interest(from, to)) || !is_tcp(sk))
		return 0;
	count_states(from, to);
	if (is_of_interest(from, to))
		on_state((struct tcp_sock *)sk, from, to, false);
	return 0;
}

SEC("iter/task_file")
int seed_listeners(struct bpf_iter__task_file *ctx)
{
	struct task_struct *task = ctx->task;
	struct file *file = ctx->file;
	struct tcp_sock *tp;

	if (!task || !file)
		return 0;
	tp = file_socket(file);
	if (tp)
		seed_listener(task, tp);
	return 0;
}

SEC("iter/task_file")
int seed_connections(struct bpf_iter__task_file *ctx)
{
	struct task_struct *task = ctx->task;
	struct file *file = ctx->file;
	struct tcp_sock *tp;

	if (!task || !file)
		return 0;
	tp = file_socket(file);
	if (tp)
		seed_connection(ctx->meta, task, tp);
	return 0;
}

/* Global, so that the verifier looks at it once and not for each of the questions. Returns 0 when there is none. */
__noinline int answer(__u32 question)
{
	struct reading *r = bpf_map_lookup_elem(&readings, &question);

	if (!r || !r->socket)
		return 0;
	read_open(r);
	return 1;
}

/* Never attached: the agent runs it (BPF_PROG_TEST_RUN, which takes this kind of program from 5.10 on). */
SEC("raw_tp")
int open_connections(void *ctx)
{
	for (__u32 i = 0; i < READINGS; i++) {
		if (!answer(i))
			break;
	}
	return 0;
}

/* Global for the same reason as answer. Returns -1 when it can't be found. */
__noinline int time_wait_in(__u64 namespace)
{
	return namespace_time_wait((struct net *)namespace);
}

__noinline __u64 namespace_after(__u64 namespace)
{
	return (__u64)next_namespace((struct net *)namespace);
}

/* Never attached, as open_connections. */
SEC("raw_tp")
int time_wait(void *ctx)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	__u64 first = (__u64)BPF_CORE_READ(task, nsproxy, net_ns), namespace = first;
	__s64 all = 0;

	shared.time_wait = -1;
	for (int i = 0; i < MAX_NAMESPACES; i++) {
		int here = time_wait_in(namespace);

		if (here < 0)
			break;
		all += here;
		namespace = namespace_after(namespace);
		if (namespace == first) {
			shared.time_wait = all;
			break;
		}
	}
	return 0;
}

/* Both let every packet pass. */
SEC("cgroup_skb/egress")
int dns_sent(struct __sk_buff *skb)
{
	on_packet(skb, DIRECTION_OUTBOUND);
	return 1;
}

SEC("cgroup_skb/ingress")
int dns_received(struct __sk_buff *skb)
{
	on_packet(skb, DIRECTION_INBOUND);
	return 1;
}
