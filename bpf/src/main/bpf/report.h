/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * The one way out. An event is told once: on the ring, where the reader counts it, or, if the ring has no
 * room or its cgroup no share, in the totals. So the two together are exact, and the usual way costs little.
 */
#ifndef NETWATCH_REPORT_H
#define NETWATCH_REPORT_H

#include "maps.h"
#include "owner.h"
#include "socket.h"

/* What an event is about, besides the socket itself. */
struct outcome {
	__u8 kind;
	__u8 state;
	__u16 error;
};

static __always_inline struct totals_value *totals_entry(const struct totals_key *key)
{
	struct totals_value zero = {}, *t = bpf_map_lookup_elem(&totals, key);

	if (t)
		return t;
	bpf_map_update_elem(&totals, key, &zero, BPF_NOEXIST);
	return bpf_map_lookup_elem(&totals, key);
}

static __always_inline void count(const struct connection_event *e)
{
	struct totals_key key = {
		.cgroup = e->cgroup,
		.port = e->direction == DIRECTION_INBOUND ? e->sport : e->dport,
		.kind = e->kind,
		.direction = e->direction,
		.error = e->error,
	};
	struct totals_value *t;

	__builtin_memcpy(key.peer, e->daddr, sizeof(key.peer));
	t = totals_entry(&key);
	if (!t) {
		__builtin_memset(key.peer, 0, sizeof(key.peer));
		key.port = 0;
		t = totals_entry(&key);
	}
	if (!t) {
		LOSE(totals_full);
		return;
	}
	__sync_fetch_and_add(&t->events, 1);
	if (e->kind == EVENT_CLOSE) {
		__sync_fetch_and_add(&t->rx, e->rx);
		__sync_fetch_and_add(&t->tx, e->tx);
	}
}

/*
 * While less than half of the ring is unread there is room for all. Beyond that each cgroup has a share, and
 * gets it anew when the reader has come as far as its last one began: a flood never takes the room of a
 * cgroup that is quiet, however long the reader stands still. Two CPUs at once may spend one token twice: harmless.
 */
static __always_inline bool has_share(struct cgroup_value *c)
{
	if (c->crowded <= bpf_ringbuf_query(&events, BPF_RB_CONS_POS)) {
		c->crowded = bpf_ringbuf_query(&events, BPF_RB_PROD_POS);
		c->spent = 0;
	}
	if (c->spent >= settings.share_events)
		return false;
	c->spent++;
	return true;
}

/* Events that find this much or less beyond the watermark wake the reader: one or two, with several CPUs more. */
#define WATERMARK_WIDTH (2 * sizeof(struct connection_event))

/* Wakes the reader when it sleeps on an empty ring or when a watermark is crossed; else it comes by itself. */
static __always_inline __u64 wakeup(__u64 unread)
{
	__u64 crossed = unread - settings.wakeup_bytes; /* wraps, and is large, below the watermark */

	if (shared.reader_sleeps) {
		shared.reader_sleeps = 0;
		return BPF_RB_FORCE_WAKEUP;
	}
	return crossed < WATERMARK_WIDTH ? BPF_RB_FORCE_WAKEUP : BPF_RB_NO_WAKEUP;
}

static __always_inline void fill_owner(struct connection_event *e, const struct owner *o)
{
	e->cgroup = o->cgroup;
	e->tgid = o->tgid;
	e->pid = o->pid;
	e->uid = o->uid;
	__builtin_memcpy(e->comm, o->comm, sizeof(e->comm));
}

static __always_inline struct verdict_value *verdict_of(__u64 cgroup)
{
	return shared.has_verdicts ? bpf_map_lookup_elem(&verdicts, &cgroup) : NULL;
}

/*
 * Of a direction that is not known a connection is told only where all are wanted: what began while its direction was
 * ignored is not remembered, and would come in again by its end.
 */
static __always_inline bool is_ignored(const struct verdict_value *v, __u8 direction)
{
	return v && (v->verdict == VERDICT_IGNORE || !(v->directions & 1U << (direction & 3)));
}

/* A connection that a sample left out is told again once its cgroup is watched in full. */
static __always_inline bool is_quiet(const struct verdict_value *v, const struct socket_value *s)
{
	return v && v->verdict == VERDICT_SAMPLE && (s->quiet || !v->share);
}

/* How much of an event is told. */
enum detail {
	DETAIL_ALL,
	DETAIL_SAMPLED, /* totals: left out by verdict SAMPLE */
	DETAIL_LIMITED, /* totals: beyond the limit of events a second */
};

#define NANOS_PER_SECOND 1000000000

/* Counts one against a limit within fixed seconds. Two CPUs at once may count one for two, and so exceed it by a few. */
static __always_inline bool is_beyond(__u32 per_second, __u64 *second, __u32 *told, __u64 now)
{
	if ((__s64)(now - *second) >= NANOS_PER_SECOND) {
		*second = now;
		*told = 0;
	}
	if (*told >= per_second)
		return true;
	++*told;
	return false;
}

/* Counts an event against its cgroup's limit. A cgroup without room for its counters has no limit. */
static __noinline bool is_over_limit(__u64 cgroup, __u32 per_second, __u64 now)
{
	struct cgroup_value *c = cgroup_counters(cgroup);

	return c && is_beyond(per_second, &c->second, &c->told, now);
}

static __always_inline enum detail detail_of(const struct verdict_value *v, const struct socket_value *s, __u64 now)
{
	if (is_quiet(v, s))
		return DETAIL_SAMPLED;
	return v && v->per_second && is_over_limit(s->owner.cgroup, v->per_second, now) ? DETAIL_LIMITED : DETAIL_ALL;
}

/* Everything about a connection: what is remembered of it, what its socket says, and what happened. */
static __always_inline void fill(struct connection_event *e, const struct socket_value *s, struct tcp_sock *tp,
				 const struct outcome *o, __u64 now, bool direct)
{
	e->state = o->state;
	e->direction = s->direction;
	e->flags = s->flags;
	e->error = o->error;
	e->time = now;
	e->id = s->id;
	e->opened = s->opened;
	fill_owner(e, &s->owner);
	fill_socket(e, tp, direct);
	e->kind = o->kind;
	if (o->kind == EVENT_CONNECT_V4 && e->family == AF_INET6)
		e->kind = EVENT_CONNECT_V6;
}

/* Counts one event, or connection, that is not told: on this CPU, and for its cgroup. */
#define LEAVE_OUT(of, field)                                                                                           \
	({                                                                                                             \
		LOSE(field);                                                                                           \
		if (of)                                                                                                \
			__sync_fetch_and_add(&of->field, 1);                                                           \
		else                                                                                                   \
			LOSE(cgroups_full);                                                                            \
	})

static __always_inline bool is_crowded(__u64 unread)
{
	return unread >= settings.ring_bytes / 2;
}

/* The way for all cases. */
static __noinline void emit(const struct connection_event *e, enum detail detail)
{
	__u64 unread = bpf_ringbuf_query(&events, BPF_RB_AVAIL_DATA);
	struct cgroup_value *c = NULL;
	struct connection_event *record;

	if (detail != DETAIL_ALL || is_crowded(unread))
		c = cgroup_counters(e->cgroup);
	if (detail != DETAIL_ALL) {
		count(e);
		if (detail == DETAIL_SAMPLED)
			LEAVE_OUT(c, sampled);
		else
			LEAVE_OUT(c, limited);
		return;
	}
	if (c && !has_share(c)) {
		count(e);
		LEAVE_OUT(c, throttled);
		return;
	}
	record = bpf_ringbuf_reserve(&events, sizeof(*record), 0);
	if (!record) {
		count(e);
		c = cgroup_counters(e->cgroup);
		LEAVE_OUT(c, ring_full);
		return;
	}
	__builtin_memcpy(record, e, sizeof(*record));
	bpf_ringbuf_submit(record, wakeup(unread));
}

/* The usual case writes the record in place. */
static __always_inline void report_with(struct tcp_sock *tp, const struct socket_value *s, const struct outcome *o,
					const struct verdict_value *v, __u64 now, bool direct)
{
	__u64 unread = bpf_ringbuf_query(&events, BPF_RB_AVAIL_DATA);
	enum detail detail = detail_of(v, s, now);
	struct connection_event *record = NULL;

	if (detail == DETAIL_ALL && !is_crowded(unread))
		record = bpf_ringbuf_reserve(&events, sizeof(*record), 0);
	if (record) {
		fill(record, s, tp, o, now, direct);
		bpf_ringbuf_submit(record, wakeup(unread));
	} else {
		struct connection_event e = {};

		fill(&e, s, tp, o, now, direct);
		emit(&e, detail);
	}
}

static __noinline void report_direct(struct tcp_sock *tp, const struct socket_value *s, const struct outcome *o,
				     const struct verdict_value *v, __u64 now)
{
	report_with(tp, s, o, v, now, true);
}

static __noinline void report_probed(struct tcp_sock *tp, const struct socket_value *s, const struct outcome *o,
				     const struct verdict_value *v, __u64 now)
{
	report_with(tp, s, o, v, now, false);
}

/* The verdict is that of the connection's cgroup, and does not ignore it. */
static __always_inline void report_at(struct tcp_sock *tp, const struct socket_value *s, const struct outcome *o,
				      const struct verdict_value *v, __u64 now, bool direct)
{
	if (direct)
		report_direct(tp, s, o, v, now);
	else
		report_probed(tp, s, o, v, now);
}

#endif
