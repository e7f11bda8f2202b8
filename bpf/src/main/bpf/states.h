/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * How many TCP sockets of the machine are in a state, over all network namespaces, watched or not. Sockets in ESTABLISHED and
 * CLOSE_WAIT are counted as they come and go. What is in TIME_WAIT is no socket any more: of that every namespace keeps a count.
 */
#ifndef NETWATCH_STATES_H
#define NETWATCH_STATES_H

#include "maps.h"

#define MAX_NAMESPACES 512 /* where there are more, TIME_WAIT is not told */

static __always_inline bool is_counted(int from, int to)
{
	return from == TCP_ESTABLISHED || to == TCP_ESTABLISHED || from == TCP_CLOSE_WAIT || to == TCP_CLOSE_WAIT;
}

/* A TCP socket changes its state. Exact on this CPU, as LOSE is. */
static __always_inline void count_states(int from, int to)
{
	__u32 zero = 0;
	struct states *s = bpf_map_lookup_elem(&states, &zero);

	if (!s)
		return;
	if (to == TCP_ESTABLISHED)
		__sync_fetch_and_add(&s->established, 1);
	else if (to == TCP_CLOSE_WAIT)
		__sync_fetch_and_add(&s->close_wait, 1);
	if (from == TCP_ESTABLISHED)
		__sync_fetch_and_add(&s->established, -1);
	else if (from == TCP_CLOSE_WAIT)
		__sync_fetch_and_add(&s->close_wait, -1);
}

/* As sockstat_seq_show of net/ipv4/proc.c prints it: the count of references begins with one for the namespace. */
static __always_inline int namespace_time_wait(const struct net *net)
{
	const struct net___pointer *pointer = (const void *)net;
	const struct net___count *count = (const void *)net;

	if (bpf_core_field_exists(net->ipv4.tcp_death_row.tw_refcount))
		return BPF_CORE_READ(net, ipv4.tcp_death_row.tw_refcount.refs.counter) - 1;
	if (bpf_core_field_exists(pointer->ipv4.tcp_death_row->tw_refcount))
		return BPF_CORE_READ(pointer, ipv4.tcp_death_row, tw_refcount.refs.counter) - 1;
	if (bpf_core_field_exists(count->ipv4.tcp_death_row.tw_count))
		return BPF_CORE_READ(count, ipv4.tcp_death_row.tw_count.counter);
	return -1;
}

static __always_inline struct net *list_next(const struct net *net)
{
	return (void *)BPF_CORE_READ(net, list.next) - bpf_core_field_offset(struct net, list);
}

/*
 * The kernel's list of namespaces is a ring. Its head is in it and in no namespace, and the only one without a namespace's
 * operations. Within a program's run (rcu_read_lock) one that is taken off the list still leads on.
 */
static __always_inline struct net *next_namespace(const struct net *net)
{
	struct net *next = list_next(net);

	return BPF_CORE_READ(next, ns.ops) == BPF_CORE_READ(net, ns.ops) ? next : list_next(next);
}

#endif
