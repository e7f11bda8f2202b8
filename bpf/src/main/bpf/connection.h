/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/* The life of a connection, from its TCP state changes. */
#ifndef NETWATCH_CONNECTION_H
#define NETWATCH_CONNECTION_H

#include "listener.h"

static __always_inline __u64 connection_id(__u64 now)
{
	/* no two begin on one CPU in the same nanosecond; 52 bits of them last 52 days between equal ids */
	return now << 12 | (bpf_get_smp_processor_id() & 0xfff);
}

static __always_inline struct verdict_value *verdict_of(__u64 cgroup)
{
	return shared.has_verdicts ? bpf_map_lookup_elem(&verdicts, &cgroup) : NULL;
}

/* Applies the cgroup's verdict to a new connection. Returns false when it is not watched. */
static __always_inline bool watched(struct socket_value *s)
{
	struct verdict_value *v = verdict_of(s->owner.cgroup);
	struct cgroup_value *c;

	if (!v || v->verdict == VERDICT_WATCH)
		return true;
	if (v->verdict == VERDICT_SAMPLE) {
		s->quiet = v->one_in > 1 && bpf_get_prandom_u32() % v->one_in != 0;
		return true;
	}
	c = cgroup_counters(s->owner.cgroup);
	LEAVE_OUT(c, ignored);
	return false;
}

static __always_inline void remember(struct tcp_sock *tp, const struct socket_value *s)
{
	__u64 key = socket_key(tp);

	if (bpf_map_update_elem(&sockets, &key, s, BPF_ANY))
		LOSE(sockets_full);
}

static __always_inline void report(struct tcp_sock *tp, const struct socket_value *s, const struct outcome *o,
				   bool direct)
{
	report_at(tp, s, o, bpf_ktime_get_boot_ns(), direct);
}

/*
 * A connection that is not remembered is one of an ignored cgroup, or its owner was lost (map full, or
 * older than the agent and in no process's hands): the second is reported, with what the socket knows.
 */
static __always_inline void report_unknown(struct tcp_sock *tp, const struct outcome *o, __u8 direction, bool direct)
{
	struct socket_value s = {.direction = direction, .flags = FLAG_PREEXISTING};
	struct verdict_value *v;

	s.id = connection_id(bpf_ktime_get_boot_ns());
	s.owner.cgroup = socket_cgroup(tp);
	v = verdict_of(s.owner.cgroup);
	if (!v || v->verdict != VERDICT_IGNORE)
		report(tp, &s, o, direct);
}

/* connect was called; in the caller's context. */
static __always_inline void on_connect(struct tcp_sock *tp)
{
	struct socket_value s = {.direction = DIRECTION_OUTBOUND};

	s.opened = bpf_ktime_get_boot_ns();
	s.id = connection_id(s.opened);
	current_owner(&s.owner, s.opened);
	if (watched(&s))
		remember(tp, &s);
}

/* connect was answered; in softirq, or in the caller's context on loopback. */
static __always_inline void on_connected(struct tcp_sock *tp, bool direct)
{
	struct outcome o = {.kind = EVENT_CONNECT_V4, .state = TCP_ESTABLISHED};
	__u64 key = socket_key(tp);
	struct socket_value *s = bpf_map_lookup_elem(&sockets, &key);

	if (s)
		report(tp, s, &o, direct);
	else
		report_unknown(tp, &o, DIRECTION_OUTBOUND, direct);
}

/* A handshake with a listener is done; in softirq. */
static __always_inline void on_accepted(struct tcp_sock *tp, bool direct)
{
	struct outcome o = {.kind = EVENT_ACCEPT, .state = TCP_ESTABLISHED};
	struct socket_value s = {.direction = DIRECTION_INBOUND};

	s.opened = bpf_ktime_get_boot_ns();
	s.id = connection_id(s.opened);
	listener_owner(&s.owner, listener_of(tp, direct), tp);
	if (!watched(&s))
		return;
	remember(tp, &s);
	report_at(tp, &s, &o, s.opened, direct);
}

/*
 * An unanswered connect ended: by an error, or given up by its owner. With no error and no segment sent the
 * connect call itself is about to return an error: the hook on its return reports it (connect_return.h).
 */
static __always_inline void on_connect_ended(struct tcp_sock *tp, bool direct)
{
	struct outcome o = {.kind = EVENT_CONNECT_FAILED, .state = TCP_CLOSE};
	struct call_value told = {};
	__u64 key = socket_key(tp);
	struct socket_value *s;

	o.error = READ(direct, tp, SOCK.sk_err);
	if (!o.error && !READ(direct, tp, segs_out))
		return;
	if (settings.sys_exit_hook)
		bpf_map_update_elem(&calls, &key, &told, BPF_ANY);
	s = bpf_map_lookup_elem(&sockets, &key);
	if (s) {
		report(tp, s, &o, direct);
		bpf_map_delete_elem(&sockets, &key);
	} else {
		report_unknown(tp, &o, DIRECTION_OUTBOUND, direct);
	}
}

static __always_inline void on_closed(struct tcp_sock *tp, bool direct)
{
	struct outcome o = {.kind = EVENT_CLOSE, .state = TCP_CLOSE};
	__u64 key = socket_key(tp);
	struct socket_value *s = bpf_map_lookup_elem(&sockets, &key);

	o.error = READ(direct, tp, SOCK.sk_err);
	if (s) {
		report(tp, s, &o, direct);
		bpf_map_delete_elem(&sockets, &key);
	} else {
		report_unknown(tp, &o, DIRECTION_UNKNOWN, direct);
	}
}

/*
 * A connect on both sides at once reaches ESTABLISHED from SYN_RECV too, but it is in a process's hands and
 * remembered as outbound. The child of a listener is in nobody's hands yet, except with TCP Fast Open.
 */
static __always_inline bool is_simultaneous(struct tcp_sock *tp, bool direct)
{
	__u64 key = socket_key(tp);

	return READ(direct, tp, SOCK.sk_socket) && bpf_map_lookup_elem(&sockets, &key);
}

static __always_inline void on_state(struct tcp_sock *tp, int from, int to, bool direct)
{
	if (to == TCP_SYN_SENT)
		on_connect(tp);
	else if (to == TCP_LISTEN)
		on_listen(tp, direct);
	else if (to == TCP_ESTABLISHED && (from == TCP_SYN_SENT || is_simultaneous(tp, direct)))
		on_connected(tp, direct);
	else if (to == TCP_ESTABLISHED)
		on_accepted(tp, direct);
	else if (from == TCP_SYN_SENT)
		on_connect_ended(tp, direct);
	else if (from == TCP_LISTEN)
		listener_remove(tp, direct);
	else if (from != TCP_SYN_RECV || is_simultaneous(tp, direct))
		on_closed(tp, direct);
}

/* Most state changes are between these and need nothing. */
static __always_inline bool is_of_interest(int from, int to)
{
	return to == TCP_ESTABLISHED || to == TCP_SYN_SENT || to == TCP_LISTEN ||
	       (to == TCP_CLOSE && from != TCP_CLOSE);
}

#endif
