/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a command and says what another process spent meanwhile: CPU of all its threads, ended ones too, and,
 * with --programs, the time in the BPF programs that it holds. The kernel counts that only while asked to,
 * and counting costs a little itself: never with --programs where times are compared.
 */
#include "bench.h"

#include <bpf/bpf.h>
#include <dirent.h>
#include <getopt.h>
#include <stdbool.h>
#include <sys/wait.h>

#define MAX_PROGRAMS 64

struct spent {
	uint64_t wall;
	uint64_t cpu;
	uint64_t program_ns;
	uint64_t program_runs;
};

static int programs[MAX_PROGRAMS];
static int program_count;

/* /proc/<pid>/fdinfo/<fd> of a program or a link to one has a line "prog_id:\t<id>". */
static void note_program(const char *path)
{
	char line[256];
	int id;
	FILE *file = fopen(path, "r");

	while (file && fgets(line, sizeof(line), file)) {
		bool known = false;

		if (sscanf(line, "prog_id: %d", &id) != 1)
			continue;
		for (int i = 0; i < program_count; i++)
			known |= programs[i] == id;
		if (!known && program_count < MAX_PROGRAMS)
			programs[program_count++] = id;
	}
	if (file)
		fclose(file);
}

static void find_programs(int pid)
{
	char folder[64], path[512];
	struct dirent *entry;
	DIR *list;

	snprintf(folder, sizeof(folder), "/proc/%d/fdinfo", pid);
	list = opendir(folder);
	check(list ? 0 : -1, folder);
	while ((entry = readdir(list))) {
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		note_program(path);
	}
	closedir(list);
}

static void add_program(struct spent *s, int id)
{
	struct bpf_prog_info info = {};
	__u32 size = sizeof(info);
	int fd = bpf_prog_get_fd_by_id(id);

	if (fd < 0)
		return;
	if (bpf_obj_get_info_by_fd(fd, &info, &size) == 0) {
		s->program_ns += info.run_time_ns;
		s->program_runs += info.run_cnt;
	}
	close(fd);
}

static struct spent look(clockid_t clock)
{
	struct spent s = {.wall = now_ns(CLOCK_MONOTONIC), .cpu = now_ns(clock)};

	for (int i = 0; i < program_count; i++)
		add_program(&s, programs[i]);
	return s;
}

static int run(char **command)
{
	int status;
	pid_t child = check(fork(), "fork");

	if (child == 0) {
		end_with_parent();
		execvp(command[0], command);
		check(-1, command[0]);
	}
	check(waitpid(child, &status, 0), "waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

int main(int argc, char **argv)
{
	static const struct option names[] = {{"pid", required_argument, NULL, 'p'}, {"programs", no_argument, NULL, 'b'}, {}};
	struct spent before, after;
	bool with_programs = false;
	clockid_t clock;
	int c, pid = 0, ended;

	end_with_parent();
	while ((c = getopt_long(argc, argv, "+", names, NULL)) != -1) {
		if (c == 'p')
			pid = atoi(optarg);
		else if (c == 'b')
			with_programs = true;
		else
			return 2;
	}
	if (!pid || optind == argc) {
		fprintf(stderr, "usage: meter --pid PID [--programs] COMMAND...\n");
		return 2;
	}
	errno = clock_getcpuclockid(pid, &clock);
	check(errno ? -1 : 0, "process to measure");
	if (with_programs) {
		check(bpf_enable_stats(BPF_STATS_RUN_TIME), "BPF statistics"); /* until this process ends */
		find_programs(pid);
	}
	before = look(clock);
	ended = run(argv + optind);
	after = look(clock);
	printf("wall_ns %lu\ncpu_ns %lu\n", after.wall - before.wall, after.cpu - before.cpu);
	if (with_programs)
		printf("program_ns %lu\nprogram_runs %lu\n", after.program_ns - before.program_ns,
		       after.program_runs - before.program_runs);
	return ended;
}
