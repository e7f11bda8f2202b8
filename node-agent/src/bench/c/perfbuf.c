/* SPDX-License-Identifier: Apache-2.0 */
/* Loads perfbuf.bpf.c and takes its events, woken for each, until its standard input ends. Then says how many. */
#include "bench.h"

#include <bpf/libbpf.h>
#include <linux/types.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>

#include "perfbuf.h"

#define PAGES_PER_CPU 64 /* as bcc's tools have it */
#define POLL_MS 100

static uint64_t received, lost, checksum;
static atomic_bool stop;

static void on_event(void *unused, int cpu, void *data, __u32 size)
{
	const struct tcp_event *e = data;

	(void)unused, (void)cpu, (void)size;
	received++;
	checksum += e->time + e->pid + e->sport + e->dport + e->to + e->comm[0] + e->daddr[3];
}

static void on_lost(void *unused, int cpu, __u64 count)
{
	(void)unused, (void)cpu;
	lost += count;
}

static void *consume(void *buffer)
{
	while (!stop)
		perf_buffer__poll(buffer, POLL_MS);
	return NULL;
}

int main(int argc, char **argv)
{
	struct bpf_object *object = bpf_object__open_file(argc > 1 ? argv[1] : "perfbuf.bpf.o", NULL);
	struct perf_buffer *buffer;
	struct bpf_link *link;
	pthread_t consumer;
	char byte;

	end_with_parent();
	check(object ? 0 : -1, "open the BPF object");
	check(bpf_object__load(object), "load");
	buffer = perf_buffer__new(bpf_object__find_map_fd_by_name(object, "events"), PAGES_PER_CPU, on_event, on_lost, NULL,
				  NULL);
	check(buffer ? 0 : -1, "perf_buffer__new"); /* sets wakeup_events = 1 */
	link = bpf_program__attach(bpf_object__find_program_by_name(object, "send_state"));
	check(link ? 0 : -1, "attach");
	errno = pthread_create(&consumer, NULL, consume, buffer);
	check(errno ? -1 : 0, "pthread_create");
	puts("attached");
	fflush(stdout);
	while (read(STDIN_FILENO, &byte, 1) > 0)
		;
	stop = true;
	pthread_join(consumer, NULL);
	bpf_link__destroy(link);
	perf_buffer__free(buffer);
	bpf_object__close(object);
	printf("received %lu\nlost %lu\nchecksum %lu\n", received, lost, checksum);
	return 0;
}
