/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * DNS messages, as packets pass the sockets of this machine: the payload of what has port 53 at its other end.
 *
 * Only the client's side is told. A server's socket on this machine sees the same messages once more, and those of clients
 * elsewhere, who are told by their own machines; so "what does this pod ask" is complete without them, at half the price.
 *
 * While they are attached the programs run for every packet of every socket, so what is not DNS must be cheap: a handful of
 * loads from the packet's headers, which are in the cache, and from the socket; no map, no helper. That is below 10 ns a
 * packet beside an empty program; DNS itself costs some 200 to 700 ns. A packet comes by whole: before it is cut into
 * fragments, and after they were put together, so only what a raw socket makes has a fragment's header.
 */
#ifndef NETWATCH_DNS_H
#define NETWATCH_DNS_H

#include "maps.h"
#include "owner.h"
#include "report.h"
#include "socket.h"

#define DNS_PORT 53 /* RFC 1035, 4.2 */

/* A cgroup's messages that are told within a second; what asks more often is known well enough by then. */
#define DNS_PER_SECOND 2000

#define FRAGMENT_OFFSET 0x1fff	  /* of iphdr.frag_off, include/net/ip.h */
#define FRAGMENT_OFFSET_V6 0xfff8 /* of struct frag_hdr's frag_off, include/net/ipv6.h */
#define EXTENSIONS_MAX 4
#define NO_PROTOCOL 255
#define TCP_SYN 2 /* of tcphdr.flags */

/* Where things are in a packet, counted from its network header. */
struct packet {
	__u32 transport;
	__u32 protocol;
	bool is_v6;
};

struct payload {
	__u32 from;
	__u32 length;
	__u32 sequence;
};

/* What is known of a message before its record is reserved. */
struct told {
	struct packet packet;
	struct payload payload;
	struct cgroup_value *counters; /* null = none */
	__u64 cgroup;
	__u64 now;
	__u64 unread;
	__u8 direction;
};

/* Goes over the extension headers of IPv6 (RFC 8200, 4). A chain that is odd, or a later fragment, ends in NO_PROTOCOL. */
static __noinline void skip_extensions(struct __sk_buff *skb, struct packet *p)
{
	for (int i = 0; i < EXTENSIONS_MAX; i++) {
		struct {
			__u8 next;
			__u8 length;
			__be16 fragment;
		} header;

		if (p->protocol == IPPROTO_TCP || p->protocol == IPPROTO_UDP)
			return;
		if (bpf_skb_load_bytes(skb, p->transport, &header, sizeof(header)) < 0)
			break;
		if (p->protocol == IPPROTO_FRAGMENT) {
			if (header.fragment & __builtin_bswap16(FRAGMENT_OFFSET_V6))
				break;
			p->transport += 8;
		} else if (p->protocol == IPPROTO_HOPOPTS || p->protocol == IPPROTO_ROUTING ||
			   p->protocol == IPPROTO_DSTOPTS) {
			p->transport += (header.length + 1) * 8;
		} else {
			break;
		}
		p->protocol = header.next;
	}
	if (p->protocol != IPPROTO_TCP && p->protocol != IPPROTO_UDP)
		p->protocol = NO_PROTOCOL;
}

static __always_inline bool find_transport(struct __sk_buff *skb, struct packet *p)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	struct ipv6hdr *v6 = data;
	struct iphdr *v4 = data;

	if ((void *)(v4 + 1) > end)
		return false;
	p->is_v6 = v4->version_ihl >> 4 == 6;
	if (!p->is_v6) {
		p->transport = (v4->version_ihl & 15) * 4;
		p->protocol = v4->protocol;
		return !(v4->frag_off & __builtin_bswap16(FRAGMENT_OFFSET));
	}
	if ((void *)(v6 + 1) > end)
		return false;
	p->transport = sizeof(*v6);
	p->protocol = v6->nexthdr;
	if (p->protocol == IPPROTO_HOPOPTS || p->protocol == IPPROTO_ROUTING || p->protocol == IPPROTO_FRAGMENT ||
	    p->protocol == IPPROTO_DSTOPTS)
		skip_extensions(skb, p);
	return true;
}

/*
 * Whether port 53 is at the other end. As the packet says; or as its socket says, since the machine's own address translation
 * (a Service, a proxy beside the pod) has rewritten the packet by then.
 */
static __always_inline bool is_dns(struct __sk_buff *skb, const struct packet *p, __u8 direction)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	__be16 *ports = data + (p->transport & 0xfff);

	if ((p->protocol != IPPROTO_UDP && p->protocol != IPPROTO_TCP) || (void *)(ports + 2) > end)
		return false;
	return ports[direction == DIRECTION_OUTBOUND] == __builtin_bswap16(DNS_PORT) ||
	       skb->remote_port == __builtin_bswap32(DNS_PORT);
}

static __always_inline bool find_payload(struct __sk_buff *skb, const struct packet *p, struct payload *m)
{
	union {
		struct udphdr udp;
		struct tcphdr tcp;
	} h = {};

	if (p->protocol == IPPROTO_UDP) {
		m->from = p->transport + sizeof(h.udp);
	} else {
		if (bpf_skb_load_bytes(skb, p->transport, &h.tcp, sizeof(h.tcp)) < 0)
			return false;
		m->from = p->transport + (h.tcp.doff_reserved >> 4) * 4;
		m->sequence = __builtin_bswap32(h.tcp.seq) + (h.tcp.flags & TCP_SYN ? 1 : 0);
	}
	m->length = skb->len > m->from ? skb->len - m->from : 0;
	return m->length > 0;
}

/* Both ends as the socket has them, which is as its process knows them. */
static __always_inline void fill_socket_ends(struct __sk_buff *skb, struct dns_event *e, bool is_v6)
{
	__u32 *local = (__u32 *)e->saddr, *peer = (__u32 *)e->daddr;

	e->sport = skb->local_port;
	e->dport = __builtin_bswap32(skb->remote_port);
	if (!is_v6) {
		map_ipv4(e->saddr, skb->local_ip4);
		map_ipv4(e->daddr, skb->remote_ip4);
		return;
	}
	local[0] = skb->local_ip6[0];
	local[1] = skb->local_ip6[1];
	local[2] = skb->local_ip6[2];
	local[3] = skb->local_ip6[3];
	peer[0] = skb->remote_ip6[0];
	peer[1] = skb->remote_ip6[1];
	peer[2] = skb->remote_ip6[2];
	peer[3] = skb->remote_ip6[3];
}

/* Both ends as the packet has them: its socket is not connected. */
static __always_inline void fill_packet_ends(struct __sk_buff *skb, struct dns_event *e, const struct packet *p, bool sent)
{
	__u32 addresses = p->is_v6 ? 8 : 12, bytes = p->is_v6 ? 16 : 4; /* of the source's address; the destination's follows */
	__be32 local = 0, peer = 0;
	__be16 sport = 0, dport = 0;

	bpf_skb_load_bytes(skb, p->transport + (sent ? 0 : 2), &sport, sizeof(sport));
	bpf_skb_load_bytes(skb, p->transport + (sent ? 2 : 0), &dport, sizeof(dport));
	e->sport = __builtin_bswap16(sport);
	e->dport = __builtin_bswap16(dport);
	if (p->is_v6) {
		bpf_skb_load_bytes(skb, addresses + (sent ? 0 : bytes), e->saddr, sizeof(e->saddr));
		bpf_skb_load_bytes(skb, addresses + (sent ? bytes : 0), e->daddr, sizeof(e->daddr));
	} else {
		bpf_skb_load_bytes(skb, addresses + (sent ? 0 : bytes), &local, sizeof(local));
		bpf_skb_load_bytes(skb, addresses + (sent ? bytes : 0), &peer, sizeof(peer));
		map_ipv4(e->saddr, local);
		map_ipv4(e->daddr, peer);
	}
}

/* Not inlined, so that the object's BTF mentions the struct and the layout test can read it. */
static __noinline void fill_dns(struct __sk_buff *skb, struct dns_event *e, const struct told *t)
{
	const struct payload *m = &t->payload;
	const struct packet *p = &t->packet;

	e->kind = EVENT_DNS;
	e->protocol = p->protocol;
	e->direction = t->direction;
	e->reserved = 0;
	e->family = p->is_v6 ? AF_INET6 : AF_INET;
	e->time = t->now;
	e->cgroup = t->cgroup;
	e->length = m->length;
	e->sequence = m->sequence;
	e->reserved2 = 0;
	if (skb->remote_port == __builtin_bswap32(DNS_PORT))
		fill_socket_ends(skb, e, p->is_v6);
	else
		fill_packet_ends(skb, e, p, t->direction == DIRECTION_OUTBOUND);
}

#define LOSE_DNS(c, reason)                                                                                            \
	({                                                                                                             \
		LOSE(reason);                                                                                          \
		if (c)                                                                                                 \
			__sync_fetch_and_add(&c->dns_lost, 1);                                                         \
	})

/* As wakeup(), for records of more than one size. */
static __always_inline __u64 wakeup_after(__u64 unread, __u32 bytes)
{
	if (shared.reader_sleeps) {
		shared.reader_sleeps = 0;
		return BPF_RB_FORCE_WAKEUP;
	}
	return unread + bytes >= settings.wakeup_bytes ? BPF_RB_FORCE_WAKEUP : BPF_RB_NO_WAKEUP;
}

/* Writes a record with room for so many bytes of message, which is a constant. */
static __always_inline void put_dns(struct __sk_buff *skb, const struct told *t, __u32 room)
{
	__u32 bytes = __builtin_offsetof(struct dns_event, message) + room;
	__u32 captured = t->payload.length < room ? t->payload.length : room;
	__u32 last = captured - 1; /* a payload has at least one byte */
	struct cgroup_value *c = t->counters;
	struct dns_event *e = bpf_ringbuf_reserve(&events, bytes, 0);

	if (!e) {
		LOSE_DNS(c, dns_crowded);
		return;
	}
	fill_dns(skb, e, t);
	e->captured = captured;
	barrier_var(last); /* so that what is checked is what is used, and is above 0 when 1 is added */
	if (last < room && bpf_skb_load_bytes(skb, t->payload.from, e->message, last + 1) == 0)
		bpf_ringbuf_submit(e, wakeup_after(t->unread, bytes));
	else
		bpf_ringbuf_discard(e, BPF_RB_NO_WAKEUP);
}

/* Sends the names of the sender's cgroup ahead: one that never connected is not known. */
static __always_inline void announce_sender(__u64 cgroup, struct cgroup_value *c, __u64 now)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();

	/* a segment that is sent again or waited goes out under whatever task was interrupted */
	if (c && !c->announced && BPF_CORE_READ(task_node(task), id) == cgroup)
		announce(cgroup, task, now);
}

/* A raw socket is given copies of what other sockets are sent. */
static __always_inline bool is_copy(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;

	sk = sk ? bpf_sk_fullsock(sk) : NULL;
	return sk && sk->type == SOCK_RAW;
}

/*
 * DNS has the ring only until so much of it is unread that the reader is woken, which is a quarter: connections have room for all
 * of theirs until it is half full, however much is asked meanwhile.
 */
static __noinline void tell_dns(struct __sk_buff *skb, const struct packet *p, __u8 direction)
{
	struct told t = { .packet = *p, .direction = direction };
	struct verdict_value *v;
	struct cgroup_value *c;

	t.cgroup = settings.cgroup_v1 ? 0 : bpf_skb_cgroup_id(skb);
	v = verdict_of(t.cgroup);
	if (v && v->verdict == VERDICT_IGNORE)
		return;
	if (!find_payload(skb, p, &t.payload) || (direction == DIRECTION_INBOUND && is_copy(skb)))
		return;
	t.now = bpf_ktime_get_boot_ns();
	c = t.cgroup ? cgroup_counters(t.cgroup) : NULL;
	t.counters = c;
	if (c && is_beyond(DNS_PER_SECOND, &c->dns_second, &c->dns_told, t.now)) {
		LOSE_DNS(c, dns_limited);
		return;
	}
	t.unread = bpf_ringbuf_query(&events, BPF_RB_AVAIL_DATA);
	if (t.unread >= settings.wakeup_bytes) {
		LOSE_DNS(c, dns_crowded);
		return;
	}
	if (direction == DIRECTION_OUTBOUND)
		announce_sender(t.cgroup, c, t.now);
	if (t.payload.length <= DNS_MESSAGE_SMALL)
		put_dns(skb, &t, DNS_MESSAGE_SMALL);
	else
		put_dns(skb, &t, DNS_MESSAGE_MAX);
}

static __always_inline void on_packet(struct __sk_buff *skb, __u8 direction)
{
	struct packet p;

	if (find_transport(skb, &p) && is_dns(skb, &p, direction))
		tell_dns(skb, &p, direction);
}

#endif
