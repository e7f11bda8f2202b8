/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes loopback connections: connect, accept, close, close, one after the other, in one thread. It runs in
 * a network namespace of its own, which ends with it, so it neither disturbs the machine's ports nor is
 * disturbed by its firewall. Writes "name value" lines.
 */
#include "bench.h"

#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LISTEN_PORT 7999
#define SPARE_DESCRIPTORS 64
#define PACE_NS 1000000 /* sleep only when so far ahead: one wakeup a millisecond, not one a connection */

static struct {
	long count;	/* connections a round */
	long rounds;	/* of which the median and the lowest tenth are told */
	long rate;	/* connections a second; 0 = as fast as they go */
	long hold;	/* connections to keep open until stdin ends */
	long peers;	/* destination addresses to go through: 127.0.0.1, 127.0.0.2, ... */
	bool reset;	/* close with a reset */
	bool here;	/* stay in the caller's network namespace */
} option = {.count = 20000, .rounds = 1, .peers = 16};

static int listener(void)
{
	struct sockaddr_in any = {.sin_family = AF_INET, .sin_port = htons(LISTEN_PORT)};
	int one = 1, fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");

	check(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)), "SO_REUSEADDR");
	check(bind(fd, (struct sockaddr *)&any, sizeof(any)), "bind");
	check(listen(fd, 4096), "listen");
	return fd;
}

/* The destination changes and not the source: that needs no bind, and still gives new address pairs. */
static void open_pair(int listening, long i, int pair[2])
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(LISTEN_PORT)};

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK + i % option.peers);
	pair[0] = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
	check(connect(pair[0], (struct sockaddr *)&to, sizeof(to)), "connect");
	pair[1] = check(accept(listening, NULL, NULL), "accept");
}

static void close_pair(int pair[2])
{
	struct linger reset = {.l_onoff = 1, .l_linger = 0};

	if (option.reset)
		check(setsockopt(pair[0], SOL_SOCKET, SO_LINGER, &reset, sizeof(reset)), "SO_LINGER");
	close(pair[0]);
	close(pair[1]);
}

/* Returns the nanoseconds that a connection took. */
static double round_of(int listening)
{
	uint64_t began = now_ns(CLOCK_MONOTONIC);
	int pair[2];

	for (long i = 0; i < option.count; i++) {
		if (option.rate)
			sleep_until(began + i * 1000000000ULL / option.rate, PACE_NS);
		open_pair(listening, i, pair);
		close_pair(pair);
	}
	return (double)(now_ns(CLOCK_MONOTONIC) - began) / option.count;
}

/* As many pairs of descriptors as a process may have here. */
static long pairs_allowed(void)
{
	struct rlimit limit;

	check(getrlimit(RLIMIT_NOFILE, &limit), "RLIMIT_NOFILE");
	limit.rlim_cur = limit.rlim_max;
	check(setrlimit(RLIMIT_NOFILE, &limit), "RLIMIT_NOFILE");
	return (long)(limit.rlim_max - SPARE_DESCRIPTORS) / 2;
}

/* Opens connections, says so with a byte, and keeps them until standard input ends. */
static void hold_some(int listening, long from, long to, int ready)
{
	int pair[2];
	char byte = 0;

	for (long i = from; i < to; i++)
		open_pair(listening, i, pair);
	check(write(ready, &byte, 1), "write");
	while (read(STDIN_FILENO, &byte, 1) > 0)
		;
}

static void hold(int listening)
{
	long each = pairs_allowed(), from;
	int ready[2];
	char byte;

	check(pipe(ready), "pipe");
	for (from = 0; from < option.hold; from += each) {
		if (check(fork(), "fork") == 0) {
			end_with_parent();
			hold_some(listening, from, from + each < option.hold ? from + each : option.hold, ready[1]);
			exit(0);
		}
	}
	close(ready[1]);
	for (from = 0; from < option.hold; from += each)
		check(read(ready[0], &byte, 1) == 1 ? 0 : -1, "open connections");
	printf("held %ld\n", option.hold);
	fflush(stdout);
	while (wait(NULL) > 0)
		;
}

static void run(int listening)
{
	double *took = calloc(option.rounds, sizeof(*took));

	for (long i = 0; i < option.rounds; i++)
		took[i] = round_of(listening);
	printf("connections %ld\n", option.count * option.rounds);
	printf("ns_per_connection %.0f\n", median(took, option.rounds));
	printf("ns_undisturbed %.0f\n", quantile(took, option.rounds, 0.1));
	free(took);
}

static void parse(int argc, char **argv)
{
	static const struct option names[] = {
		{"count", required_argument, NULL, 'n'}, {"rounds", required_argument, NULL, 'r'},
		{"rate", required_argument, NULL, 's'},	 {"hold", required_argument, NULL, 'h'},
		{"peers", required_argument, NULL, 'p'}, {"reset", no_argument, NULL, 'x'},
		{"here", no_argument, NULL, 'e'},	 {},
	};
	int c;

	while ((c = getopt_long(argc, argv, "", names, NULL)) != -1) {
		switch (c) {
		case 'n': option.count = atol(optarg); break;
		case 'r': option.rounds = atol(optarg); break;
		case 's': option.rate = atol(optarg); break;
		case 'h': option.hold = atol(optarg); break;
		case 'p': option.peers = atol(optarg); break;
		case 'x': option.reset = true; break;
		case 'e': option.here = true; break;
		default: exit(2);
		}
	}
	if (optind < argc || option.count < 1 || option.rounds < 1 || option.peers < 1) {
		fprintf(stderr, "usage: generator [--count N] [--rounds N] [--rate N] [--hold N] [--peers N] [--reset] [--here]\n");
		exit(2);
	}
}

int main(int argc, char **argv)
{
	int listening;

	parse(argc, argv);
	end_with_parent();
	if (!option.here)
		own_network();
	listening = listener();
	if (option.hold)
		hold(listening);
	else
		run(listening);
	return 0;
}
