/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * Who listens where. A handshake ends in softirq, under whatever task was interrupted, so an accepted
 * socket takes the owner that its listener had when it called listen.
 */
#ifndef NETWATCH_LISTENER_H
#define NETWATCH_LISTENER_H

#include "report.h"

static __always_inline void listener_key(struct listener_key *key, struct tcp_sock *tp, bool direct)
{
	__builtin_memset(key, 0, sizeof(*key));
	key->family = READ(direct, tp, COMMON.skc_family);
	key->netns = socket_netns(tp, direct);
	key->port = socket_port(tp, direct);
	if (key->family == AF_INET6) {
		struct in6_addr local = READ(direct, tp, COMMON.skc_v6_rcv_saddr);

		__builtin_memcpy(key->address, &local, sizeof(key->address));
	} else {
		__be32 local = READ(direct, tp, COMMON.skc_rcv_saddr);

		if (local)
			map_ipv4(key->address, local);
	}
}

/* True while the socket that an entry speaks of still listens. */
static __always_inline bool still_listens(const struct listener_value *l)
{
	struct tcp_sock *tp = (struct tcp_sock *)l->socket;

	return BPF_CORE_READ(tp, COMMON.skc_state) == TCP_LISTEN;
}

static __always_inline void listener_add(struct tcp_sock *tp, const struct owner *o, bool direct)
{
	struct listener_value fresh = {.socket = socket_key(tp), .count = 1};
	struct listener_value *l;
	struct listener_key key;

	listener_key(&key, tp, direct);
	l = bpf_map_lookup_elem(&listeners, &key);
	if (l && l->socket == socket_key(tp))
		return;
	if (l && still_listens(l)) {
		__sync_fetch_and_add(&l->count, 1);
		if (l->owner.tgid != o->tgid)
			l->shared = 1;
		l->socket = socket_key(tp);
		return;
	}
	fresh.owner = *o;
	if (bpf_map_update_elem(&listeners, &key, &fresh, BPF_ANY))
		LOSE(listeners_full);
}

static __always_inline void listener_remove(struct tcp_sock *tp, bool direct)
{
	struct listener_value *l;
	struct listener_key key;

	listener_key(&key, tp, direct);
	l = bpf_map_lookup_elem(&listeners, &key);
	if (!l)
		return;
	if (l->count > 1)
		__sync_fetch_and_add(&l->count, -1);
	else
		bpf_map_delete_elem(&listeners, &key);
}

/* The listener of an accepted socket: bound to its address, else to any. */
static __always_inline struct listener_value *listener_of(struct tcp_sock *tp, bool direct)
{
	struct listener_value *l;
	struct listener_key key;

	listener_key(&key, tp, direct);
	l = bpf_map_lookup_elem(&listeners, &key);
	if (l)
		return l;
	__builtin_memset(key.address, 0, sizeof(key.address));
	return bpf_map_lookup_elem(&listeners, &key);
}

/* The owner that an accepted socket takes: of a shared listener only the cgroup, for unknown beats wrong. */
static __always_inline void listener_owner(struct owner *o, const struct listener_value *l, struct tcp_sock *tp)
{
	if (l)
		*o = l->owner;
	if (l && !l->shared)
		return;
	__builtin_memset(o, 0, sizeof(*o));
	o->cgroup = socket_cgroup(tp);
}

static __always_inline void on_listen(struct tcp_sock *tp, bool direct)
{
	struct owner o;

	current_owner(&o, bpf_ktime_get_boot_ns());
	listener_add(tp, &o, direct);
}

#endif
