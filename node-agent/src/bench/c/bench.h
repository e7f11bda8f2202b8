/* SPDX-License-Identifier: Apache-2.0 */
/* What the programs of the bench share: time, a median, errors that end the program, a network of one's own. */
#ifndef NETWATCH_BENCH_H
#define NETWATCH_BENCH_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* Ends the program when a call failed that returns -1 and sets errno. */
static inline int check(int result, const char *what)
{
	if (result < 0) {
		fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
		exit(1);
	}
	return result;
}

static inline uint64_t now_ns(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * 1000000000ULL + t.tv_nsec;
}

/* Sleeps until a CLOCK_MONOTONIC time, unless that is less than `least` away. */
static inline void sleep_until(uint64_t when, uint64_t least)
{
	struct timespec t = {.tv_sec = when / 1000000000, .tv_nsec = when % 1000000000};

	if (now_ns(CLOCK_MONOTONIC) + least <= when)
		while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR)
			;
}

static inline int compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The value below which a share of the values lies; sorts them. */
static inline double quantile(double *values, long count, double share)
{
	qsort(values, count, sizeof(*values), compare_doubles);
	return values[(long)(share * (count - 1) + 0.5)];
}

static inline double median(double *values, long count)
{
	return quantile(values, count, 0.5);
}

/* Nothing that the bench starts outlives it, however it ends. */
static inline void end_with_parent(void)
{
	check(prctl(PR_SET_PDEATHSIG, SIGKILL), "PR_SET_PDEATHSIG");
}

static inline void write_setting(const char *path, const char *value)
{
	int fd = check(open(path, O_WRONLY), path);

	check(write(fd, value, strlen(value)), path);
	close(fd);
}

/*
 * Moves this process to a new network namespace with a loopback interface. No TIME_WAIT is kept there: at
 * 20,000 connections a second it would use up the ports, and its timers would disturb later rounds.
 */
static inline void own_network(void)
{
	struct ifreq lo = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
	int fd;

	check(unshare(CLONE_NEWNET), "unshare");
	fd = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
	check(ioctl(fd, SIOCSIFFLAGS, &lo), "lo up");
	close(fd);
	write_setting("/proc/sys/net/ipv4/ip_local_port_range", "1024 65535");
	write_setting("/proc/sys/net/ipv4/tcp_max_tw_buckets", "0");
}

#endif
