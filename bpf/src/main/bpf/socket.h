/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * Reading a socket. Programs that get a checked pointer (tp_btf, fexit, iterators over files) read it with
 * plain loads, the others (kprobe, readings by address) through bpf_probe_read_kernel: `direct` says
 * which, is a constant in every caller, and costs nothing at run time.
 */
#ifndef NETWATCH_SOCKET_H
#define NETWATCH_SOCKET_H

#include "event.h"

#define READ(direct, from, field)                                                                                      \
	({                                                                                                             \
		typeof((from)->field) value;                                                                           \
		if (direct)                                                                                            \
			value = (from)->field;                                                                         \
		else                                                                                                   \
			bpf_core_read(&value, sizeof(value), &(from)->field);                                          \
		value;                                                                                                 \
	})

#define INET(tp) inet_conn.icsk_inet
#define COMMON inet_conn.icsk_inet.sk.__sk_common
#define SOCK inet_conn.icsk_inet.sk

static __always_inline bool is_tcp(const struct sock *sk)
{
	__u16 family = BPF_CORE_READ(sk, __sk_common.skc_family);

	return BPF_CORE_READ(sk, sk_protocol) == IPPROTO_TCP && (family == AF_INET || family == AF_INET6);
}

/* The TCP socket that an open file is; null for every other file. Only sockfs has open files of this type. */
static __always_inline struct tcp_sock *file_socket(struct file *file)
{
	struct socket *socket;
	struct sock *sk;

	if ((BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) != S_IFSOCK)
		return NULL;
	socket = BPF_CORE_READ(file, private_data);
	sk = BPF_CORE_READ(socket, sk);
	return sk && is_tcp(sk) ? (struct tcp_sock *)sk : NULL;
}

static __always_inline __u64 socket_key(struct tcp_sock *tp)
{
	return (__u64)tp;
}

/* RFC 4291, 2.5.5.2 */
static __always_inline void map_ipv4(__u8 to[16], __be32 address)
{
	__u32 *words = (__u32 *)to;

	words[0] = 0;
	words[1] = 0;
	words[2] = __builtin_bswap32(0xffff);
	words[3] = address;
}

static __always_inline bool is_mapped(const struct in6_addr *a)
{
	return a->in6_u.u6_addr32[0] == 0 && a->in6_u.u6_addr32[1] == 0 &&
	       a->in6_u.u6_addr32[2] == __builtin_bswap32(0xffff);
}

static __always_inline __u32 socket_netns(struct tcp_sock *tp, bool direct)
{
	struct net *net = READ(direct, tp, COMMON.skc_net.net);

	return net ? READ(direct, net, ns.inum) : 0;
}

/* The local port: skc_num until the socket closes, inet_sport from the handshake on. */
static __always_inline __u16 socket_port(struct tcp_sock *tp, bool direct)
{
	__u16 num = READ(direct, tp, COMMON.skc_num);

	return num ? num : __builtin_bswap16(READ(direct, tp, inet_conn.icsk_inet.inet_sport));
}

/* Payload received: bytes_received also counts the peer's FIN, once. */
static __always_inline __u64 payload_received(struct tcp_sock *tp, bool direct)
{
	__u64 bytes = READ(direct, tp, bytes_received);
	unsigned long flags = READ(direct, tp, COMMON.skc_flags);

	return bytes && (flags & (1UL << SOCK_DONE)) ? bytes - 1 : bytes;
}

/* Addresses, ports, namespace and counts of a socket. */
static __always_inline void fill_socket(struct connection_event *e, struct tcp_sock *tp, bool direct)
{
	__u16 family = READ(direct, tp, COMMON.skc_family);
	bool mapped = false;

	e->family = family;
	if (family == AF_INET6) {
		struct in6_addr peer, local;

		peer = READ(direct, tp, COMMON.skc_v6_daddr);
		local = READ(direct, tp, COMMON.skc_v6_rcv_saddr);
		__builtin_memcpy(e->daddr, &peer, 16);
		__builtin_memcpy(e->saddr, &local, 16);
		mapped = is_mapped(&peer);
	}
	if (family != AF_INET6 || mapped) {
		map_ipv4(e->daddr, READ(direct, tp, COMMON.skc_daddr));
		map_ipv4(e->saddr, READ(direct, tp, COMMON.skc_rcv_saddr));
		e->family = AF_INET;
	}
	if (mapped)
		e->flags |= FLAG_MAPPED;
	e->sport = socket_port(tp, direct);
	e->dport = __builtin_bswap16(READ(direct, tp, COMMON.skc_dport));
	e->netns = socket_netns(tp, direct);
	e->rtt = READ(direct, tp, srtt_us) >> 3; /* kept times 8, include/linux/tcp.h */
	e->rx = payload_received(tp, direct);
	e->tx = READ(direct, tp, bytes_sent) - READ(direct, tp, bytes_retrans);
	e->retransmits = READ(direct, tp, total_retrans);
	e->reserved = 0;
}

/* Cgroup (v2) of the socket's creator; 0 = unknown. */
static __always_inline __u64 socket_cgroup(struct tcp_sock *tp)
{
	struct cgroup *cgroup;

	if (settings.cgroup_v1)
		return 0;
	if (bpf_core_field_exists(tp->SOCK.sk_cgrp_data.cgroup)) {
		cgroup = BPF_CORE_READ(tp, SOCK.sk_cgrp_data.cgroup);
	} else {
		const struct sock_cgroup_data___val *data = (const void *)&tp->SOCK.sk_cgrp_data;
		__u64 value = BPF_CORE_READ(data, val);

		/* bit 0: the word holds net_cls and net_prio numbers instead */
		cgroup = value & 1 ? NULL : (struct cgroup *)value;
	}
	return cgroup ? BPF_CORE_READ(cgroup, kn, id) : 0;
}

#endif
