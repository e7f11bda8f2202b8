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

static __always_inline void count_ignored(__u64 cgroup)
{
	struct cgroup_value *c = cgroup_counters(cgroup);

	LEAVE_OUT(c, ignored);
}

/* Applies the verdict of its cgroup to a new connection. Returns false when it is not watched. */
static __always_inline bool watched(struct socket_value *s, const struct verdict_value *v)
{
	if (is_ignored(v, s->direction)) {
		count_ignored(s->owner.cgroup);
		return false;
	}
	s->quiet = v && v->verdict == VERDICT_SAMPLE && bpf_get_prandom_u32() % SHARE_ALL >= v->share;
	return true;
}

static __always_inline void remember(struct tcp_sock *tp, const struct socket_value *s)
{
	__u64 key = socket_key(tp);

	if (bpf_map_update_elem(&sockets, &key, s, BPF_ANY))
		LOSE(sockets_full);
}

/* Tells of a remembered connection. Returns false when its cgroup has come to be ignored since it began. */
static __always_inline bool report(struct tcp_sock *tp, const struct socket_value *s, const struct outcome *o,
				   bool direct)
{
	struct verdict_value *v = verdict_of(s->owner.cgroup);

	if (is_ignored(v, s->direction))
		return false;
	report_at(tp, s, o, v, bpf_ktime_get_boot_ns(), direct);
	return true;
}

/* As report, for the last event of a connection; it is not remembered any more afterwards. */
static __always_inline void report_end(struct tcp_sock *tp, const struct socket_value *s, const struct outcome *o,
				       bool direct)
{
	__u64 key = socket_key(tp);

	if (!report(tp, s, o, direct))
		count_ignored(s->owner.cgroup);
	bpf_map_delete_elem(&sockets, &key);
}

/*
 * A connection that is not remembered is one that was ignored when it began and counted then, or its owner was lost (map
 * full, or older than the agent and in no process's hands): the second is reported, with what the socket knows. So is the
 * first once its cgroup is watched: its end, without a process. Where the socket does not know its cgroup (v1), the two
 * can't be told apart, and neither is reported once anything is ignored.
 */
static __always_inline void report_unknown(struct tcp_sock *tp, const struct outcome *o, __u8 direction, bool direct)
{
	struct socket_value s = {.direction = direction, .flags = FLAG_PREEXISTING};
	__u64 now = bpf_ktime_get_boot_ns();
	struct verdict_value *v;

	s.id = connection_id(now);
	s.owner.cgroup = socket_cgroup(tp);
	v = verdict_of(s.owner.cgroup);
	if (is_ignored(v, direction) || (settings.cgroup_v1 && shared.has_verdicts))
		return;
	report_at(tp, &s, o, v, now, direct);
}

/* connect was called; in the caller's context. */
static __always_inline void on_connect(struct tcp_sock *tp)
{
	struct socket_value s = {.direction = DIRECTION_OUTBOUND};

	s.opened = bpf_ktime_get_boot_ns();
	s.id = connection_id(s.opened);
	current_owner(&s.owner, s.opened);
	if (watched(&s, verdict_of(s.owner.cgroup)))
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
	struct verdict_value *v;

	s.opened = bpf_ktime_get_boot_ns();
	s.id = connection_id(s.opened);
	listener_owner(&s.owner, listener_of(tp, direct), tp);
	v = verdict_of(s.owner.cgroup);
	if (!watched(&s, v))
		return;
	remember(tp, &s);
	report_at(tp, &s, &o, v, s.opened, direct);
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
	if (s)
		report_end(tp, s, &o, direct);
	else
		report_unknown(tp, &o, DIRECTION_OUTBOUND, direct);
}

static __always_inline void on_closed(struct tcp_sock *tp, bool direct)
{
	struct outcome o = {.kind = EVENT_CLOSE, .state = TCP_CLOSE};
	__u64 key = socket_key(tp);
	struct socket_value *s = bpf_map_lookup_elem(&sockets, &key);

	o.error = READ(direct, tp, SOCK.sk_err);
	if (s)
		report_end(tp, s, &o, direct);
	else
		report_unknown(tp, &o, DIRECTION_UNKNOWN, direct);
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
