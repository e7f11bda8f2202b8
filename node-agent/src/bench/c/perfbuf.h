/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/* What perfbuf.bpf.c sends and perfbuf.c takes; both include the __u types before. Laid out like an event of bcc's tcpstates. */
#ifndef NETWATCH_PERFBUF_H
#define NETWATCH_PERFBUF_H

struct tcp_event {
	__u64 time;
	__u64 socket;
	__u32 pid;
	__u32 from;
	__u32 to;
	__u16 sport;
	__u16 dport;
	__u16 family;
	__u16 reserved;
	__u32 uid;
	char comm[16];
	__u8 saddr[16];
	__u8 daddr[16];
};

#endif
