/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * The one file that both sides read: what the kernel writes on the ring, into iterators and into maps.
 * The Java side is io.netwatch.agent.event and io.netwatch.agent.kernel; a test holds the two layouts
 * against each other, field by field, from the BTF of the compiled object.
 *
 * All integers are in host byte order. All times are CLOCK_BOOTTIME in nanoseconds. An address is always
 * 16 bytes in network order; IPv4 is written as IPv4-mapped IPv6 (RFC 4291, 2.5.5.2). A process, thread
 * or cgroup of 0 is unknown.
 */
#ifndef NETWATCH_EVENT_H
#define NETWATCH_EVENT_H

/* First byte of every record. 1 to 4 are netwatch-sdk's numbers. Numbers are never reused. */
enum event_kind {
	EVENT_CONNECT_V4 = 1,	  /* our connect was answered; IPv4, also through an IPv6 socket */
	EVENT_CONNECT_V6 = 2,	  /* our connect was answered; IPv6 */
	EVENT_ACCEPT = 3,	  /* handshake of a listener's connection done */
	EVENT_CLOSE = 4,	  /* an established connection ended, either direction */
	EVENT_CONNECT_FAILED = 5, /* our connect ended without a connection */
	EVENT_CGROUP = 6,	  /* a cgroup_event: names of a cgroup, once, ahead of its first connection */
	EVENT_OPEN = 7,		  /* a reading of a socket that has not ended, on request */
	EVENT_DNS = 8,		  /* a dns_event: a DNS message that a client sent or was sent; only while somebody wants them */
};

enum direction {
	DIRECTION_UNKNOWN = 0,
	DIRECTION_OUTBOUND = 1,
	DIRECTION_INBOUND = 2,
};

enum event_flag {
	FLAG_PREEXISTING = 1, /* was there before it was watched; opened is 0 */
	FLAG_MAPPED = 2,      /* an IPv6 socket that speaks IPv4 */
	FLAG_SWEPT = 4,	      /* the end itself was not seen; a sweep found the socket gone */
	FLAG_POLLED = 8,      /* read from /proc, not from a kernel event; set by the agent only */
};

struct connection_event {
	__u8 kind;	   /* enum event_kind */
	__u8 state;	   /* TCP state after the event, include/net/tcp_states.h */
	__u8 direction;	   /* enum direction */
	__u8 flags;	   /* enum event_flag */
	__u16 error;	   /* errno, positive; 0 = none */
	__u16 family;	   /* AF_INET or AF_INET6, as spoken on the wire */
	__u16 sport;	   /* this socket's port; 0 = none chosen yet */
	__u16 dport;	   /* the peer's port */
	__u32 netns;	   /* inode of the network namespace */
	__u64 time;	   /* when it happened */
	__u64 id;	   /* names the connection in all its events; unique among those open */
	__u64 opened;	   /* when connect or the handshake began; 0 = before the agent */
	__u64 cgroup;	   /* cgroup id of the owner */
	__u32 tgid;	   /* owner's process */
	__u32 pid;	   /* owner's thread */
	__u32 uid;	   /* owner's user, in the initial user namespace */
	__u32 rtt;	   /* smoothed round trip, microseconds; 0 = none measured */
	__u64 rx;	   /* payload bytes received */
	__u64 tx;	   /* payload bytes sent, without retransmissions */
	__u32 retransmits; /* segments sent again, SYN included */
	__u32 reserved;	   /* 0 */
	char comm[16];	   /* owner's thread name, NUL-padded */
	__u8 saddr[16];	   /* this socket's address */
	__u8 daddr[16];	   /* the peer's address */
};
_Static_assert(sizeof(struct connection_event) == 136, "connection_event: update ConnectionEvent.java");

/* Readings that one run of program open_connections gives: preemption is off meanwhile, for about 0.2 ms. */
#define READINGS 128

/* Value of map readings: a question of the agent's about a remembered socket, and program open_connections' answer. */
struct reading {
	__u64 socket;		       /* key of map sockets; 0 = this question and those behind it are none */
	struct connection_event event; /* kind 0: there is nothing to tell */
};
_Static_assert(sizeof(struct reading) == 144, "reading: update OpenConnections.java");

#define CGROUP_LEVELS 8
#define CGROUP_NAME_MAX 256 /* NAME_MAX of include/uapi/linux/limits.h, and a NUL */
#define CGROUP_NAMES_MAX 1024

struct cgroup_event {
	__u8 kind;	/* EVENT_CGROUP */
	__u8 levels;	/* names that follow */
	__u16 length;	/* bytes of names used; what follows them is not set */
	__u32 reserved; /* 0 */
	__u64 time;
	__u64 cgroup;
	char names[CGROUP_NAMES_MAX]; /* leaf first, then its parents without the root; each ends in NUL */
};
_Static_assert(sizeof(struct cgroup_event) == 24 + CGROUP_NAMES_MAX, "cgroup_event: update CgroupEvent.java");

#define DNS_MESSAGE_MAX 1232  /* DNS over UDP that never breaks up is no longer (DNS Flag Day 2020) */
#define DNS_MESSAGE_SMALL 184 /* nearly all questions and most answers */

/*
 * What one packet carries of DNS, at the client's socket: a UDP datagram's payload, or a TCP segment's, in which messages
 * begin and end anywhere. Packets without payload make none. A record has room for DNS_MESSAGE_SMALL or DNS_MESSAGE_MAX bytes of
 * message.
 */
struct dns_event {
	__u8 kind;	/* EVENT_DNS */
	__u8 protocol;	/* IPPROTO_UDP or IPPROTO_TCP */
	__u8 direction; /* DIRECTION_OUTBOUND: this socket sent it; _INBOUND: it was sent to it */
	__u8 reserved;	/* 0 */
	__u16 captured; /* bytes of message that are here; what follows them is not set */
	__u16 family;	/* AF_INET or AF_INET6, as spoken on the wire */
	__u16 sport;	/* this socket's port */
	__u16 dport;	/* the peer's port */
	__u32 length;	/* bytes of payload that the packet carries; more than captured when there was no room */
	__u64 time;	/* when the packet passed the socket */
	__u64 cgroup;	/* cgroup id of the socket's creator; 0 = unknown: with v1 cgroups its address tells whose it is */
	__u32 sequence; /* TCP: sequence number of the first byte of the payload; UDP: 0 */
	__u32 reserved2;
	__u8 saddr[16]; /* this socket's address */
	__u8 daddr[16]; /* the peer's address, as the client knows it, where its socket is connected to it */
	__u8 message[DNS_MESSAGE_MAX];
};
_Static_assert(sizeof(struct dns_event) == 72 + DNS_MESSAGE_MAX, "dns_event: update DnsEvent.java");

enum verdict {
	VERDICT_WATCH = 0, /* also what a cgroup without an entry gets */
	VERDICT_IGNORE = 1,
	VERDICT_SAMPLE = 2,
};

#define SHARE_ALL 10000 /* of verdict_value.share */

/*
 * Value of map verdicts; key: cgroup id. Written by the agent, read by the programs at every event, so that what it says
 * holds for connections that are open, too.
 */
struct verdict_value {
	__u32 verdict;	  /* enum verdict */
	__u32 share;	  /* SAMPLE: details of so many connections in SHARE_ALL, 0 = of none; totals count them all */
	__u32 directions; /* a bit 1 << enum direction for each that is wanted; connections of others are ignored */
	__u32 per_second; /* events that may go on the ring within a second, more are in the totals; 0 = no limit */
};
_Static_assert(sizeof(struct verdict_value) == 16, "verdict_value: update Verdict.java");

/*
 * Value of map cgroups; key: cgroup id. What of a cgroup's connection events is not on the ring. Exact while
 * the cgroup has its entry: of more cgroups than the map holds the one that was idle for longest loses it.
 */
struct cgroup_value {
	__u64 ring_full; /* events lost: the ring had no room */
	__u64 throttled; /* events lost: over its share while the ring was half full */
	__u64 sampled;	 /* events left out by verdict SAMPLE */
	__u64 ignored;	 /* connections left out, whole or from now on, by verdict IGNORE or for their direction */
	__u64 limited;	 /* events left out: beyond the verdict's limit of events a second */
	__u64 crowded;	 /* the token bucket: ring position at which it was last full */
	__u64 second;	 /* the limit: when its present second began */
	__u32 spent;	 /* tokens spent since the bucket was full */
	__u32 told;	 /* events in the present second; not kept up without a limit */
	__u32 announced; /* 1 once its cgroup_event is on the ring */
	__u32 dns_told;	 /* DNS messages in the second that began at dns_second */
	__u64 dns_second;
	__u64 dns_lost; /* DNS messages lost */
};
_Static_assert(sizeof(struct cgroup_value) == 88, "cgroup_value: update CgroupCounters.java");

/*
 * Key of map totals: connection events that are not on the ring. Its port is the service's: dport of an outbound connection, sport of an inbound one.
 * When the map is full, a cgroup's further peers are counted as one, whose address and port are all 0.
 */
struct totals_key {
	__u64 cgroup;
	__u8 peer[16];
	__u16 port;
	__u8 kind;	/* EVENT_CONNECT_V4, _V6, _ACCEPT, _CLOSE, _CONNECT_FAILED */
	__u8 direction; /* enum direction */
	__u16 error;	/* errno, positive; 0 = none */
	__u16 reserved;
};
_Static_assert(sizeof(struct totals_key) == 32, "totals_key: update Totals.java");

/* Value of map totals. */
struct totals_value {
	__u64 events;
	__u64 rx; /* payload bytes of closed connections */
	__u64 tx;
};

/* Value of the per-CPU map losses, index 0: what was not told, and why. */
struct losses {
	__u64 ring_full;      /* connection events lost: the ring had no room */
	__u64 throttled;      /* connection events lost: their cgroup over its share */
	__u64 sampled;	      /* connection events left out by verdict SAMPLE */
	__u64 ignored;	      /* connections left out by verdict IGNORE or for their direction */
	__u64 limited;	      /* connection events left out: beyond their cgroup's limit of events a second */
	__u64 sockets_full;   /* connections without an owner: map sockets full */
	__u64 listeners_full; /* listeners without an owner: map listeners full */
	__u64 cgroups_full;   /* losses not counted by cgroup, or names not sent: map cgroups full */
	__u64 totals_full;    /* events not counted at all: map totals full, and the cgroup without an entry for the rest */
	__u64 names_deferred; /* cgroup_events that had no room and are sent with a later event */
	__u64 dns_crowded;    /* DNS messages lost: they may have a part of the ring only */
	__u64 dns_limited;    /* DNS messages lost: too many of their cgroup within a second */
};
_Static_assert(sizeof(struct losses) == 96, "losses: update Losses.java");

/*
 * Value of the per-CPU map states, index 0: how many TCP sockets came to be in a state on this CPU, less those that left it there,
 * since the programs were attached. Only the sum over all CPUs means anything, and it may be negative: others were there before.
 */
struct states {
	__s64 established;
	__s64 close_wait;
};
_Static_assert(sizeof(struct states) == 16, "states: update SocketStates.java");

/* All of section .rodata: written by the agent before load. */
struct settings {
	__u64 ring_bytes;    /* size of map events */
	__u64 wakeup_bytes;  /* unread bytes at which the reader is woken */
	__u32 share_events;  /* a cgroup's share of the ring's second half, in events */
	__u32 cgroup_v1;     /* 1 = a process's cgroup is its v1 memory cgroup */
	__u32 sys_exit_hook; /* 1 = program syscall_return stands in for connect_return_* */
	__u32 reserved;
};
_Static_assert(sizeof(struct settings) == 32, "settings: update Settings.java");

/* All of section .bss: shared while the programs run. */
struct shared {
	__u32 reader_sleeps; /* 1 while the reader sleeps on an empty ring; the event that wakes it sets 0 */
	__u32 has_verdicts;  /* 1 once the agent has put anything into map verdicts */
	__s64 time_wait;     /* what program time_wait found when it last ran; -1 = it can't be found */
};
_Static_assert(sizeof(struct shared) == 16, "shared: update KernelSource.java");

#endif
