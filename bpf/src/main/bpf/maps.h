/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * What is remembered between events, and the settings. Every map is bounded and allocated at load; sizes
 * that the agent sets before load say so. Who puts entries in, takes them out and reads them is said at
 * each. A socket's address is a key only: the agent hands it back to ask about the socket, and tells it nobody.
 */
#ifndef NETWATCH_MAPS_H
#define NETWATCH_MAPS_H

#include "event.h"

const volatile struct settings settings = {
	.ring_bytes = 4 << 20,
	.wakeup_bytes = 1 << 20,
	.share_events = 512,
};

volatile struct shared shared = {};

/* A process, as it was when it called connect or listen. */
struct owner {
	__u64 cgroup;
	__u32 tgid;
	__u32 pid;
	__u32 uid;
	__u32 reserved;
	char comm[16];
};

struct socket_value {
	__u64 id;
	__u64 opened;
	struct owner owner;
	__u8 direction;
	__u8 flags;
	__u8 quiet; /* totals only while the verdict is SAMPLE: it left this one's detail out */
	__u8 reserved[5];
};

/*
 * The connections map. In: connect, handshake done, seeding. Out: socket closed, sweep. Read: every event, every
 * reading; its keys, the agent.
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536); /* set by the agent */
	__type(key, __u64);	    /* address of struct sock */
	__type(value, struct socket_value);
} sockets SEC(".maps");

struct call_value {
	__u64 socket;
	__u64 address; /* of the sockaddr in the kernel */
};

/*
 * What a hook on the return of connect must know. kprobe: by thread, the call it is in. In: entry. Out: return.
 * sys_exit: by socket, that its failed connect is told. In: on_connect_ended. Out: return.
 */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, __u64); /* kprobe: tgid << 32 | pid; sys_exit: address of struct sock */
	__type(value, struct call_value);
} calls SEC(".maps");

/* Never empty. In: the agent asks, open_connections answers. Read: the agent, in place. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, READINGS);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct reading);
} readings SEC(".maps");

/* A listener, by what its accepted sockets share with it. */
struct listener_key {
	__u8 address[16]; /* all 0 = any */
	__u32 netns;
	__u16 port;
	__u16 family; /* of the socket, not of the wire */
};

struct listener_value {
	__u64 socket; /* the last one to listen here */
	struct owner owner;
	__u32 count;  /* sockets listening here: more than one with SO_REUSEPORT */
	__u32 shared; /* 1 = by different processes, so an accepted socket's process is unknown */
};

/* In: listen, seeding. Out: the last listener closed. Read: accept. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, struct listener_key);
	__type(value, struct listener_value);
} listeners SEC(".maps");

/* In, out: the agent. Read: every event, every reading. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8192);
	__type(key, __u64); /* cgroup id */
	__type(value, struct verdict_value);
} verdicts SEC(".maps");

/* In: a cgroup's first connect or listen. Out: by itself, the idlest first. Read: connect, crowded ring, the agent. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 8192);
	__type(key, __u64); /* cgroup id */
	__type(value, struct cgroup_value);
} cgroups SEC(".maps");

/*
 * What a cgroup's counters begin as; never written. Not on the stack: a chain of calls has 512 bytes of that in all, and those
 * that end here are long.
 */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct cgroup_value);
} blank SEC(".maps");

/* In: an event that is not on the ring. Out: none; a full map counts further peers as one. Read: the agent. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 65536);
	__type(key, struct totals_key);
	__type(value, struct totals_value);
} totals SEC(".maps");

/* Never empty. Read: the agent. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct losses);
} losses SEC(".maps");

/* Never empty. Read: the agent. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct states);
} states SEC(".maps");

/* In: every event that has room. Out: the agent, which reads it in place. */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4 << 20); /* set by the agent */
} events SEC(".maps");

static __always_inline struct losses *this_cpu_losses(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&losses, &zero);
}

/* Counts one loss on this CPU, exactly: another program may be interrupted in the middle of the same. */
#define LOSE(field)                                                                                                    \
	({                                                                                                             \
		struct losses *l = this_cpu_losses();                                                                  \
		if (l)                                                                                                 \
			__sync_fetch_and_add(&l->field, 1);                                                            \
	})

#endif
