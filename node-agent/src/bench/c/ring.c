/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The baseline for reading a ring: libbpf's ring_buffer__consume with a callback that checks a record and reads
 * every field of it, as RingBench.java does. A library, so that both sides read the same ring in turn; and a
 * program, to see that being in a Java process costs it nothing.
 */
#include "bench.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/types.h>
#include <stdbool.h>

#include "event.h"

/* What a drain found; a checksum over all fields of all records. */
struct found {
	uint64_t checksum;
	uint64_t kinds[8];
	uint64_t malformed;
};

static struct ring_buffer *ring;
static struct found found;
static int program;

static uint64_t word(const void *at)
{
	uint64_t value;

	memcpy(&value, at, sizeof(value));
	return value;
}

static bool is_valid(const struct connection_event *e, size_t size)
{
	return size >= sizeof(*e) && e->kind > 0 && e->kind < 8 && e->state > 0 && e->state < 13 && e->direction < 3 &&
	       (e->family == AF_INET || e->family == AF_INET6);
}

static int on_record(void *unused, void *data, size_t size)
{
	const struct connection_event *e = data;

	(void)unused;
	if (!is_valid(e, size)) {
		found.malformed++;
		return 0;
	}
	found.kinds[e->kind]++;
	found.checksum = found.checksum * 31 + e->state + e->direction + e->flags + e->error + e->family + e->sport +
			 e->dport + e->netns + e->time + e->id + e->opened + e->cgroup + e->tgid + e->pid + e->uid +
			 e->rtt + e->rx + e->tx + e->retransmits + word(e->comm) + word(e->comm + 8) +
			 word(e->saddr) + word(e->saddr + 8) + word(e->daddr) + word(e->daddr + 8);
	return 0;
}

/* Loads the program and the ring. Returns the ring's descriptor. */
int bench_ring_open(const char *object_file)
{
	struct bpf_object *object = bpf_object__open_file(object_file, NULL);
	int map;

	check(object ? 0 : -1, object_file);
	check(bpf_object__load(object), "load");
	program = bpf_program__fd(bpf_object__find_program_by_name(object, "fill"));
	map = bpf_object__find_map_fd_by_name(object, "events");
	ring = ring_buffer__new(map, on_record, NULL, NULL);
	check(ring ? 0 : -1, "ring_buffer__new");
	return map;
}

void bench_ring_fill(uint32_t count)
{
	LIBBPF_OPTS(bpf_test_run_opts, run, .ctx_in = &count, .ctx_size_in = sizeof(count));

	check(bpf_prog_test_run_opts(program, &run), "bpf_prog_test_run");
}

/* Returns the nanoseconds that reading everything took. */
uint64_t bench_ring_drain(struct found *result)
{
	uint64_t began;

	memset(&found, 0, sizeof(found));
	began = now_ns(CLOCK_MONOTONIC);
	ring_buffer__consume(ring);
	began = now_ns(CLOCK_MONOTONIC) - began;
	*result = found;
	return began;
}

#define RECORDS 24576
#define ROUNDS 400

int main(int argc, char **argv)
{
	double took[ROUNDS];
	struct found result;

	bench_ring_open(argc > 1 ? argv[1] : "ring.bpf.o");
	for (int i = 0; i < ROUNDS; i++) {
		bench_ring_fill(RECORDS);
		took[i] = (double)bench_ring_drain(&result) / RECORDS;
	}
	printf("ns_per_record %.2f\n", median(took, ROUNDS));
	return 0;
}
