/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * A connect that fails before a SYN is sent (no route, no local address or port) makes no state change that
 * tells why. The return of tcp_v4_connect and tcp_v6_connect does, through fexit or kretprobe; where a
 * kernel has neither, the return of the system call, which costs every system call a little.
 */
#ifndef NETWATCH_CONNECT_RETURN_H
#define NETWATCH_CONNECT_RETURN_H

#include "connection.h"

/* Where a connect was meant to go. */
union destination {
	__u16 family;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

static __always_inline void fill_destination(struct connection_event *e, const union destination *d)
{
	e->family = d->family;
	if (d->family == AF_INET) {
		map_ipv4(e->daddr, d->v4.sin_addr);
		map_ipv4(e->saddr, 0);
	} else {
		__builtin_memcpy(e->daddr, d->v6.sin6_addr, sizeof(e->daddr));
		if (is_mapped((const struct in6_addr *)e->daddr)) {
			e->family = AF_INET;
			e->flags |= FLAG_MAPPED;
		}
	}
	e->dport = __builtin_bswap16(d->v4.sin_port); /* at the same place in both */
}

/* connect returned an error that no state change told; in the caller's context. */
static __always_inline void on_connect_error(struct tcp_sock *tp, const union destination *d, int error)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct socket_value s = {.direction = DIRECTION_OUTBOUND};
	struct verdict_value *v;
	__u64 now = bpf_ktime_get_boot_ns(), key = socket_key(tp);
	struct connection_event e = {
		.kind = EVENT_CONNECT_FAILED,
		.state = TCP_CLOSE,
		.direction = DIRECTION_OUTBOUND,
		.error = error,
		.time = now,
		.opened = now,
	};

	bpf_map_delete_elem(&sockets, &key);
	if (d->family != AF_INET && d->family != AF_INET6)
		return;
	current_owner(&s.owner, now);
	v = verdict_of(s.owner.cgroup);
	if (!watched(&s, v))
		return;
	e.id = connection_id(now);
	e.netns = BPF_CORE_READ(task, nsproxy, net_ns, ns.inum);
	fill_owner(&e, &s.owner);
	fill_destination(&e, d);
	emit(&e, detail_of(v, &s, now));
}

static __always_inline void on_connect_return(struct sock *sk, const void *address, int result)
{
	union destination d = {};

	if (result >= 0)
		return;
	bpf_probe_read_kernel(&d, sizeof(d), address);
	on_connect_error((struct tcp_sock *)sk, &d, -result);
}

/* tp_btf/sys_exit: x86_64, arch/x86/entry/syscalls/syscall_64.tbl */
#define NR_CONNECT 42

/* include/uapi/asm-generic/errno{-base,}.h, include/linux/errno.h */
#define EINTR 4
#define EBADF 9
#define EFAULT 14
#define ENOTSOCK 88
#define ECONNABORTED 103
#define ECONNRESET 104
#define EISCONN 106
#define ETIMEDOUT 110
#define ECONNREFUSED 111
#define EALREADY 114
#define EINPROGRESS 115
#define ERESTARTSYS 512

/* Errors that connect returns without having ended, or after a SYN was sent, which state changes tell. */
static __always_inline bool is_after_syn(long error)
{
	switch (error) {
	case EINTR:
	case EBADF:
	case EFAULT:
	case ENOTSOCK:
	case ECONNABORTED:
	case ECONNRESET:
	case EISCONN:
	case ETIMEDOUT:
	case ECONNREFUSED:
	case EALREADY:
	case EINPROGRESS:
		return true;
	}
	return error >= ERESTARTSYS;
}

static __always_inline struct tcp_sock *descriptor_socket(__u32 fd)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct file **files = BPF_CORE_READ(task, files, fdt, fd), *file = NULL;

	bpf_probe_read_kernel(&file, sizeof(file), &files[fd]);
	return file_socket(file);
}

/*
 * Whether a state change has told of this failed connect: then a SYN was sent, so the socket has had a
 * sequence number, and on_connect_ended has left a note.
 */
static __always_inline bool was_told(struct tcp_sock *tp)
{
	__u64 key = socket_key(tp);

	return BPF_CORE_READ(tp, write_seq) && bpf_map_delete_elem(&calls, &key) == 0;
}

static __always_inline void on_syscall_return(__u32 fd, const void *user_address, long result)
{
	union destination d = {};
	struct tcp_sock *tp;

	if (result >= 0 || is_after_syn(-result))
		return;
	tp = descriptor_socket(fd);
	if (!tp || was_told(tp))
		return;
	bpf_probe_read_user(&d, sizeof(d), user_address);
	on_connect_error(tp, &d, -result);
}

/* kprobe: the socket and the address are known at entry only, the result at return only. */
static __always_inline void on_connect_call(struct sock *sk, const void *address)
{
	struct call_value call = {.socket = (__u64)sk, .address = (__u64)address};
	__u64 thread = bpf_get_current_pid_tgid();

	bpf_map_update_elem(&calls, &thread, &call, BPF_ANY);
	on_connect((struct tcp_sock *)sk);
}

static __always_inline void on_connect_call_return(int result, __u16 family)
{
	__u64 thread = bpf_get_current_pid_tgid();
	struct call_value *call = bpf_map_lookup_elem(&calls, &thread);
	struct sock *sk = call ? (struct sock *)call->socket : NULL;

	/* tcp_v6_connect may call tcp_v4_connect: its own return is the one that counts */
	if (!call || BPF_CORE_READ(sk, __sk_common.skc_family) != family)
		return;
	on_connect_return(sk, (const void *)call->address, result);
	bpf_map_delete_elem(&calls, &thread);
}

#endif
