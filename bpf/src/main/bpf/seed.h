/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * Reading what is there: sockets that processes held before the agent came, and the sockets that are
 * remembered, with their present bytes, round trip and retransmits. Each is one connection_event of kind
 * EVENT_OPEN on the iterator's output.
 */
#ifndef NETWATCH_SEED_H
#define NETWATCH_SEED_H

#include "connection.h"

static __always_inline void seed_listener(struct task_struct *task, struct tcp_sock *tp)
{
	struct owner o;

	if (BPF_CORE_READ(tp, COMMON.skc_state) != TCP_LISTEN)
		return;
	task_owner(&o, task, bpf_ktime_get_boot_ns());
	listener_add(tp, &o, false);
}

/* Not inlined: its record and that of report_probed would not fit on one stack. */
static __noinline void write_open(struct bpf_iter_meta *meta, struct tcp_sock *tp, const struct socket_value *s)
{
	struct outcome o = {.kind = EVENT_OPEN, .state = BPF_CORE_READ(tp, COMMON.skc_state)};
	struct connection_event e = {};

	fill(&e, s, tp, &o, bpf_ktime_get_boot_ns(), false);
	bpf_seq_write(meta->seq, &e, sizeof(e));
}

/*
 * Who began a connection. A SYN that we sent was acknowledged and counts in bytes_acked as one byte beyond
 * the payload, as long as no FIN was sent that counts as well; else it is inbound if someone listens on its port.
 */
static __always_inline __u8 seed_direction(struct tcp_sock *tp, __u8 state)
{
	__u64 sent = BPF_CORE_READ(tp, bytes_sent) - BPF_CORE_READ(tp, bytes_retrans);
	__u32 unacked = BPF_CORE_READ(tp, snd_nxt) - BPF_CORE_READ(tp, snd_una);

	if (state == TCP_SYN_SENT)
		return DIRECTION_OUTBOUND;
	if (state == TCP_ESTABLISHED || state == TCP_CLOSE_WAIT)
		return BPF_CORE_READ(tp, bytes_acked) + unacked > sent ? DIRECTION_OUTBOUND : DIRECTION_INBOUND;
	return listener_of(tp, false) ? DIRECTION_INBOUND : DIRECTION_UNKNOWN;
}

static __always_inline void seed_connection(struct bpf_iter_meta *meta, struct task_struct *task, struct tcp_sock *tp)
{
	struct socket_value s = {.flags = FLAG_PREEXISTING};
	__u8 state = BPF_CORE_READ(tp, COMMON.skc_state);
	__u64 key = socket_key(tp), now = bpf_ktime_get_boot_ns();

	if (state == TCP_LISTEN || state == TCP_CLOSE || bpf_map_lookup_elem(&sockets, &key))
		return;
	s.id = connection_id(now);
	s.direction = seed_direction(tp, state);
	task_owner(&s.owner, task, now);
	if (!watched(&s))
		return;
	if (bpf_map_update_elem(&sockets, &key, &s, BPF_NOEXIST))
		LOSE(sockets_full);
	write_open(meta, tp, &s);
}

/*
 * A remembered socket's present state. One that is closed without having been reported was missed (a
 * program is skipped when it interrupts itself): it is reported here, as swept, and forgotten.
 */
static __always_inline void read_open(struct bpf_iter_meta *meta, __u64 key, const struct socket_value *remembered)
{
	struct outcome o = {.kind = EVENT_CLOSE, .state = TCP_CLOSE};
	struct tcp_sock *tp = (struct tcp_sock *)key;
	struct socket_value s = *remembered;

	if (BPF_CORE_READ(tp, COMMON.skc_state) != TCP_CLOSE) {
		if (!s.quiet)
			write_open(meta, tp, &s);
		return;
	}
	if (bpf_map_delete_elem(&sockets, &key))
		return; /* closed just now, and reported */
	s.flags |= FLAG_SWEPT;
	report(tp, &s, &o, false);
}

#endif
