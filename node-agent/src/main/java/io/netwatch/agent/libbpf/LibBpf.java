package io.netwatch.agent.libbpf;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.Delegate;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.size_t;
import jnr.ffi.types.u_int32_t;
import jnr.ffi.types.u_int64_t;

/**
 * The functions used of libbpf 1.1, with their C names. Ints that are negative are -errno; null sets errno. For this package;
 * public because jnr-ffi implements it in a class loader of its own.
 */
public interface LibBpf {
    /** Receives libbpf's messages: a level (0 = warning), a format and its arguments. */
    interface Print {
        @Delegate
        int print(int level, Pointer format, Pointer arguments);
    }

    Pointer libbpf_set_print(Print print);

    int libbpf_num_possible_cpus();

    Pointer bpf_object__open_mem(@In byte[] object, @size_t long length, Pointer options);

    int bpf_object__load(Pointer object);

    void bpf_object__close(Pointer object);

    Pointer bpf_object__next_program(Pointer object, Pointer previous);

    Pointer bpf_object__find_program_by_name(Pointer object, String name);

    Pointer bpf_object__find_map_by_name(Pointer object, String name);

    Pointer bpf_object__next_map(Pointer object, Pointer previous);

    String bpf_program__name(Pointer program);

    int bpf_program__set_autoload(Pointer program, boolean load);

    int bpf_program__fd(Pointer program);

    int bpf_prog_test_run_opts(int program, Pointer options);

    Pointer bpf_program__attach(Pointer program);

    Pointer bpf_program__attach_iter(Pointer program, Pointer options);

    Pointer bpf_program__attach_cgroup(Pointer program, int cgroup);

    int bpf_link__fd(Pointer link);

    int bpf_link__destroy(Pointer link);

    int bpf_iter_create(int link);

    int bpf_map__fd(Pointer map);

    int bpf_map__reuse_fd(Pointer map, int descriptor);

    int bpf_map__set_max_entries(Pointer map, @u_int32_t int entries);

    Pointer bpf_map__initial_value(Pointer map, @Out Pointer size);

    int bpf_map_lookup_elem(int map, Pointer key, Pointer value);

    int bpf_map_update_elem(int map, Pointer key, Pointer value, @u_int64_t long flags);

    int bpf_map_delete_elem(int map, Pointer key);

    int bpf_map_get_next_key(int map, Pointer key, Pointer next);

    int bpf_map_lookup_batch(
            int map, Pointer inBatch, Pointer outBatch, Pointer keys, Pointer values, Pointer count, Pointer options);

    int bpf_obj_get_info_by_fd(int descriptor, Pointer info, Pointer length);
}
