/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/* Fills a ring with connection events, the same ones each time, when asked to by bpf_prog_test_run. No wakeups. */
#include "vmlinux.h"

#include <bpf/bpf_helpers.h>

#include "event.h"

char LICENSE[] SEC("license") = "GPL";

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4 << 20);
} events SEC(".maps");

/* What bpf_prog_test_run hands to the program. */
struct fill_context {
	__u32 count;
};

static long write_one(__u32 i, void *unused)
{
	struct connection_event *e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);

	if (!e)
		return 1;
	__builtin_memset(e, 0, sizeof(*e));
	e->kind = EVENT_CONNECT_V4 + (i & 3);
	e->state = e->kind == EVENT_CLOSE ? TCP_CLOSE : TCP_ESTABLISHED;
	e->direction = e->kind == EVENT_ACCEPT ? DIRECTION_INBOUND : DIRECTION_OUTBOUND;
	e->error = i & 7 ? 0 : 104;
	e->family = AF_INET;
	e->sport = 1024 + (i & 0x7fff);
	e->dport = 443;
	e->netns = 4026531840U;
	e->time = 1000000000000ULL + i * 1000ULL;
	e->id = e->time << 12;
	e->opened = e->time - i;
	e->cgroup = i & 63;
	e->tgid = i & 255;
	e->pid = e->tgid + 1;
	e->uid = 1000;
	e->rtt = i & 1023;
	e->rx = 3ULL * i;
	e->tx = 5ULL * i;
	__builtin_memcpy(e->comm, "generator", 10);
	e->saddr[15] = i;
	e->daddr[15] = i >> 8;
	bpf_ringbuf_submit(e, BPF_RB_NO_WAKEUP);
	return 0;
}

SEC("syscall")
int fill(struct fill_context *context)
{
	return bpf_loop(context->count, write_one, NULL, 0);
}
