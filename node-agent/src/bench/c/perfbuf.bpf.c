/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * The baseline for what tracing adds to a connection: five events through a perf buffer that wakes its reader
 * for each, as bcc's tcp tools do: connect, established, accept, close, close. It keeps no state and no
 * totals, so it does less than those tools and much less than the agent.
 */
#include "vmlinux.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "perfbuf.h"

#define BPF_MAP_TYPE_PERF_EVENT_ARRAY 4
#define BPF_F_CURRENT_CPU 0xffffffffULL

char LICENSE[] SEC("license") = "GPL";

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} events SEC(".maps");

SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(send_state, struct sock *sk, int from, int to)
{
	struct tcp_event e = {};

	if (to != TCP_SYN_SENT && to != TCP_ESTABLISHED && to != TCP_CLOSE)
		return 0;
	if (sk->sk_protocol != IPPROTO_TCP)
		return 0;
	e.time = bpf_ktime_get_ns();
	e.socket = (__u64)sk;
	e.pid = bpf_get_current_pid_tgid() >> 32;
	e.uid = bpf_get_current_uid_gid();
	e.from = from;
	e.to = to;
	e.family = sk->__sk_common.skc_family;
	e.sport = sk->__sk_common.skc_num;
	e.dport = __builtin_bswap16(sk->__sk_common.skc_dport);
	bpf_probe_read_kernel(e.saddr, 4, &sk->__sk_common.skc_rcv_saddr);
	bpf_probe_read_kernel(e.daddr, 4, &sk->__sk_common.skc_daddr);
	bpf_get_current_comm(e.comm, sizeof(e.comm));
	bpf_perf_event_output(ctx, &events, BPF_F_CURRENT_CPU, &e, sizeof(e));
	return 0;
}
