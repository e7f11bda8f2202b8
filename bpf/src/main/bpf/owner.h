/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/* Whose connection it is: read in the process's own context, and a cgroup's names sent ahead of its first. */
#ifndef NETWATCH_OWNER_H
#define NETWATCH_OWNER_H

#include "maps.h"

static __always_inline struct kernfs_node *parent_node(struct kernfs_node *node)
{
	if (bpf_core_field_exists(node->__parent))
		return BPF_CORE_READ(node, __parent);
	return BPF_CORE_READ((struct kernfs_node___parent *)node, parent);
}

/* The directory of the task's cgroup in the hierarchy that pods are named by. */
static __always_inline struct kernfs_node *task_node(struct task_struct *task)
{
	struct css_set *set = BPF_CORE_READ(task, cgroups);
	struct cgroup_subsys_state *css = NULL;

	if (!settings.cgroup_v1)
		return BPF_CORE_READ(set, dfl_cgrp, kn);
	if (!bpf_core_enum_value_exists(enum cgroup_subsys_id, memory_cgrp_id))
		return NULL;
	bpf_core_read(&css, sizeof(css),
		      (void *)set + bpf_core_field_offset(set->subsys) +
			      sizeof(css) * bpf_core_enum_value(enum cgroup_subsys_id, memory_cgrp_id));
	return BPF_CORE_READ(css, cgroup, kn);
}

/* Not inlined, so that the object's BTF mentions the struct and the layout test can read it. */
static __noinline void fill_names(struct cgroup_event *e, struct kernfs_node *node)
{
	__u32 used = 0, levels = 0;

#pragma unroll
	for (int i = 0; i < CGROUP_LEVELS; i++) {
		struct kernfs_node *parent = node ? parent_node(node) : NULL;
		long length;

		barrier_var(used); /* so that what is checked is what is used */
		if (!parent || used > CGROUP_NAMES_MAX - CGROUP_NAME_MAX)
			break;
		length = bpf_probe_read_kernel_str(&e->names[used], CGROUP_NAME_MAX, BPF_CORE_READ(node, name));
		if (length <= 0 || length > CGROUP_NAME_MAX)
			break;
		used += length;
		levels++;
		node = parent;
	}
	e->levels = levels;
	e->length = used;
}

/* Puts the cgroup's names on the ring. Returns false when there was no room. */
static __always_inline bool send_names(__u64 cgroup, struct kernfs_node *node, __u64 now)
{
	struct cgroup_event *e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);

	if (!e)
		return false;
	e->kind = EVENT_CGROUP;
	e->reserved = 0;
	e->time = now;
	e->cgroup = cgroup;
	fill_names(e, node);
	bpf_ringbuf_submit(e, BPF_RB_NO_WAKEUP);
	return true;
}

/* The cgroup's counters, made at its first event. Null when the map is full, which is counted. */
static __always_inline struct cgroup_value *cgroup_counters(__u64 cgroup)
{
	struct cgroup_value *c = bpf_map_lookup_elem(&cgroups, &cgroup), *fresh;
	__u32 zero = 0;

	if (c)
		return c;
	fresh = bpf_map_lookup_elem(&blank, &zero);
	if (!fresh)
		return NULL;
	bpf_map_update_elem(&cgroups, &cgroup, fresh, BPF_NOEXIST);
	return bpf_map_lookup_elem(&cgroups, &cgroup);
}

/* Sends the names once; without room now, a later event of the cgroup tries again. */
static __noinline void announce(__u64 cgroup, struct task_struct *task, __u64 now)
{
	struct cgroup_value *c = cgroup_counters(cgroup);

	if (!c || c->announced)
		return;
	c->announced = 1;
	if (!send_names(cgroup, task_node(task), now)) {
		c->announced = 0;
		LOSE(names_deferred);
	}
}

/* The running process. */
static __always_inline void current_owner(struct owner *o, __u64 now)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	__u64 ids = bpf_get_current_pid_tgid();

	o->tgid = ids >> 32;
	o->pid = ids;
	o->uid = bpf_get_current_uid_gid();
	o->reserved = 0;
	bpf_get_current_comm(o->comm, sizeof(o->comm));
	o->cgroup = settings.cgroup_v1 ? BPF_CORE_READ(task_node(task), id) : bpf_get_current_cgroup_id();
	announce(o->cgroup, task, now);
}

/* Another process, met by an iterator. */
static __always_inline void task_owner(struct owner *o, struct task_struct *task, __u64 now)
{
	o->tgid = BPF_CORE_READ(task, tgid);
	o->pid = BPF_CORE_READ(task, pid);
	o->uid = BPF_CORE_READ(task, cred, uid.val);
	o->reserved = 0;
	BPF_CORE_READ_STR_INTO(&o->comm, task, comm);
	o->cgroup = BPF_CORE_READ(task_node(task), id);
	announce(o->cgroup, task, now);
}

#endif
