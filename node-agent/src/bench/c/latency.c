/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Measures the time from a call of connect to its event at a reader of the agent's stream of events. It follows the
 * stream, moves to a network namespace of its own, and there connects at random moments, each time from another
 * port, by which it knows the event again. With --load a generator runs beside it in the same namespace.
 */
#include "bench.h"

#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>

#define PROBE_PORT 7998
#define FIRST_PORT 20000
#define MAX_SAMPLES 20000
#define WARM_UP 100
#define MIN_GAP_US 5000
#define MAX_GAP_US 50000
#define GRACE_US 1000000 /* an event that has not come so long after the last connect is missed */

static struct {
	int port;
	const char *token;
	int samples;
	int load;
	const char *generator;
} option = {.port = 7420, .samples = 500};

static uint64_t asked[MAX_SAMPLES];
static volatile uint64_t arrived[MAX_SAMPLES];

static struct sockaddr_in loopback(int port)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return a;
}

/* Asks for the connections to the probe's port: what a person does who watches one service. */
static int follow(void)
{
	struct sockaddr_in agent = loopback(option.port);
	int one = 1, fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
	char request[512];
	int length = snprintf(request, sizeof(request),
			      "GET /api/v1/events?port=%d HTTP/1.1\r\nHost: localhost\r\n"
			      "Authorization: Bearer %s\r\nAccept: text/event-stream\r\n\r\n",
			      PROBE_PORT, option.token);

	check(connect(fd, (struct sockaddr *)&agent, sizeof(agent)), "connect to the agent");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	check(write(fd, request, length), "ask the agent");
	return fd;
}

/* A line of the stream. The kind comes first in the object, the local end before the peer's. */
static void on_line(char *line, uint64_t now)
{
	char *local = strstr(line, "\"local\":{"), *port = local ? strstr(local, "\"port\":") : NULL;
	int sample = port ? atoi(port + 7) - FIRST_PORT : -1;

	if (strstr(line, "\"event\":\"connect\"") && sample >= 0 && sample < MAX_SAMPLES && !arrived[sample])
		arrived[sample] = now;
}

/* Lengths of chunks come as lines of their own and tell nothing here: each event is written in one piece. */
static void *receive(void *stream)
{
	static char buffer[1 << 16];
	size_t held = 0;
	ssize_t more;

	while ((more = read(*(int *)stream, buffer + held, sizeof(buffer) - 1 - held)) > 0) {
		uint64_t now = now_ns(CLOCK_MONOTONIC);
		char *line = buffer, *end;

		held += more;
		buffer[held] = 0;
		if (!strncmp(buffer, "HTTP/1.1 ", 9) && strncmp(buffer + 9, "200", 3)) {
			fprintf(stderr, "bench: the agent answered %.*s\n", (int)strcspn(buffer, "\r\n"), buffer);
			exit(1);
		}
		for (; (end = strchr(line, '\n')); line = end + 1) {
			*end = 0;
			on_line(line, now);
		}
		held -= line - buffer;
		memmove(buffer, line, held);
		if (held == sizeof(buffer) - 1)
			held = 0;
	}
	return NULL;
}

static int listener(void)
{
	struct sockaddr_in here = loopback(PROBE_PORT);
	int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");

	check(bind(fd, (struct sockaddr *)&here, sizeof(here)), "bind");
	check(listen(fd, 16), "listen");
	return fd;
}

static void probe(int listening, int sample)
{
	struct sockaddr_in from = loopback(FIRST_PORT + sample), to = loopback(PROBE_PORT);
	int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");

	check(bind(fd, (struct sockaddr *)&from, sizeof(from)), "bind");
	asked[sample] = now_ns(CLOCK_MONOTONIC);
	check(connect(fd, (struct sockaddr *)&to, sizeof(to)), "connect");
	close(fd);
	close(check(accept(listening, NULL, NULL), "accept"));
}

static uint64_t accepted_here(void)
{
	char names[2048], values[2048];
	uint64_t passive = 0;
	FILE *file = fopen("/proc/self/net/snmp", "r");

	while (file && fgets(names, sizeof(names), file) && fgets(values, sizeof(values), file))
		sscanf(values, "Tcp: %*d %*d %*d %*d %*d %lu", &passive);
	if (file)
		fclose(file);
	return passive;
}

static pid_t start_load(void)
{
	char rate[16];
	pid_t child;

	if (!option.load)
		return 0;
	snprintf(rate, sizeof(rate), "%d", option.load);
	child = check(fork(), "fork");
	if (child == 0) {
		end_with_parent();
		execl(option.generator, option.generator, "--here", "--rate", rate, "--count", "100000000", NULL);
		check(-1, option.generator);
	}
	return child;
}

static void report(double seconds, uint64_t load)
{
	static double took[MAX_SAMPLES];
	int count = 0;

	for (int i = WARM_UP; i < WARM_UP + option.samples; i++)
		if (arrived[i])
			took[count++] = (arrived[i] - asked[i]) / 1e6;
	printf("samples %d\nmissed %d\nload_per_second %.0f\n", option.samples, option.samples - count, load / seconds);
	if (!count)
		return;
	printf("p50_ms %.2f\n", quantile(took, count, 0.5));
	printf("p99_ms %.2f\n", quantile(took, count, 0.99));
	printf("max_ms %.2f\n", quantile(took, count, 1));
}

static void parse(int argc, char **argv)
{
	static const struct option names[] = {
		{"port", required_argument, NULL, 'p'},	   {"token", required_argument, NULL, 't'},
		{"samples", required_argument, NULL, 'n'}, {"load", required_argument, NULL, 'l'},
		{"generator", required_argument, NULL, 'g'}, {},
	};
	int c;

	while ((c = getopt_long(argc, argv, "", names, NULL)) != -1) {
		switch (c) {
		case 'p': option.port = atoi(optarg); break;
		case 't': option.token = optarg; break;
		case 'n': option.samples = atoi(optarg); break;
		case 'l': option.load = atoi(optarg); break;
		case 'g': option.generator = optarg; break;
		default: exit(2);
		}
	}
	if (!option.token || option.samples < 1 || option.samples > MAX_SAMPLES - WARM_UP ||
	    (option.load && !option.generator)) {
		fprintf(stderr, "usage: latency --token T [--port N] [--samples N] [--load N --generator FILE]\n");
		exit(2);
	}
}

int main(int argc, char **argv)
{
	int stream, listening;
	uint64_t began, before;
	pthread_t reader;
	double seconds;
	pid_t load;

	parse(argc, argv);
	end_with_parent();
	stream = follow();
	if (pthread_create(&reader, NULL, receive, &stream))
		exit(1);
	own_network();
	listening = listener();
	load = start_load();
	usleep(GRACE_US);
	before = accepted_here();
	began = now_ns(CLOCK_MONOTONIC);
	srandom(1);
	for (int i = 0; i < WARM_UP + option.samples; i++) {
		usleep(MIN_GAP_US + random() % (MAX_GAP_US - MIN_GAP_US));
		probe(listening, i);
	}
	seconds = (now_ns(CLOCK_MONOTONIC) - began) / 1e9;
	before = accepted_here() - before;
	usleep(GRACE_US);
	if (load)
		kill(load, SIGKILL);
	report(seconds, before);
	return 0;
}
