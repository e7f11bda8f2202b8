/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * Reading what is there, as connection_events of kind EVENT_OPEN: sockets that processes held before they were watched,
 * as the agent was not there or their cgroup was ignored, on an iterator's output; and the sockets that are remembered, with their present bytes, round trip and
 * retransmits, where the agent asked for them.
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

static __always_inline void fill_open(struct connection_event *e, struct tcp_sock *tp, const struct socket_value *s,
				      __u8 state)
{
	struct outcome o = {.kind = EVENT_OPEN, .state = state};

	fill(e, s, tp, &o, bpf_ktime_get_boot_ns(), false);
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

#define EEXIST 17 /* include/uapi/asm-generic/errno-base.h */

static __always_inline void seed_connection(struct bpf_iter_meta *meta, struct task_struct *task, struct tcp_sock *tp)
{
	struct socket_value s = {.flags = FLAG_PREEXISTING};
	struct connection_event e = {};
	__u8 state = BPF_CORE_READ(tp, COMMON.skc_state);
	__u64 key = socket_key(tp), now = bpf_ktime_get_boot_ns();
	struct verdict_value *v;
	long error;

	if (state == TCP_LISTEN || state == TCP_CLOSE || bpf_map_lookup_elem(&sockets, &key))
		return;
	s.id = connection_id(now);
	s.direction = seed_direction(tp, state);
	task_owner(&s.owner, task, now);
	v = verdict_of(s.owner.cgroup);
	if (is_ignored(v, s.direction) || !watched(&s, v))
		return; /* ignored ones were counted when they began */
	error = bpf_map_update_elem(&sockets, &key, &s, BPF_NOEXIST);
	if (error == -EEXIST || s.quiet)
		return; /* its own event came in between, or it is for the totals */
	if (error)
		LOSE(sockets_full);
	fill_open(&e, tp, &s, state);
	bpf_seq_write(meta->seq, &e, sizeof(e));
}

/*
 * A remembered socket's present state. What is read is this connection's if it is still remembered afterwards:
 * the address is one of a socket that ended, or of another one, a moment after it is forgotten. A socket that is
 * closed without having been reported was missed (a program is skipped when it interrupts itself): it is
 * reported, as swept, and forgotten.
 */
static __always_inline void read_open(struct reading *r)
{
	struct outcome o = {.kind = EVENT_CLOSE, .state = TCP_CLOSE};
	struct tcp_sock *tp = (struct tcp_sock *)r->socket;
	struct socket_value *remembered, s;
	struct verdict_value *v;
	__u64 key = r->socket;
	__u8 state;

	r->event.kind = 0;
	remembered = bpf_map_lookup_elem(&sockets, &key);
	if (!remembered)
		return; /* closed since it was asked about, and reported */
	s = *remembered;
	v = verdict_of(s.owner.cgroup);
	state = BPF_CORE_READ(tp, COMMON.skc_state);
	if (state == TCP_CLOSE && bpf_map_delete_elem(&sockets, &key) == 0) {
		s.flags |= FLAG_SWEPT;
		if (!report(tp, &s, &o, false))
			count_ignored(s.owner.cgroup);
	} else if (state != TCP_CLOSE && !is_ignored(v, s.direction) && !is_quiet(v, &s)) {
		fill_open(&r->event, tp, &s, state);
		remembered = bpf_map_lookup_elem(&sockets, &key);
		if (!remembered || remembered->id != s.id)
			r->event.kind = 0;
	}
}

#endif
