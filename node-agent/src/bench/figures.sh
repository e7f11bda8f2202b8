# shellcheck shell=bash
# For run: the seven figures, each a function that measures and adds its rows to the table. Not a program.
# shellcheck disable=SC2154 # the variables of run and lib.sh

# --- a: reading the ring --------------------------------------------------------------------------------------------

figure_a() {
    local classpath="$build/java:$app/app/*:$app/lib/main/*:$app/lib/boot/*"
    mkdir -p "$build/java"
    "$(dirname "$java")/javac" -nowarn -d "$build/java" -cp "$classpath" \
        "$bench/java/io/netwatch/agent/libbpf/RingBench.java"
    progress "a: reading the ring, in a JVM with the agent's flags"
    ring_round "with the agent's JVM flags" "ratio >= 0.95" "${java_flags[@]}"
    progress "a: reading the ring, in a JVM with default flags"
    ring_round "with default JVM flags" -
}

ring_round() { # $1: note; $2: goal; the rest: JVM flags
    local note=$1 goal=$2
    shift 2
    measure "$java" "$@" -cp "$classpath" io.netwatch.agent.libbpf.RingBench "$build/libring.so" "$build/ring.bpf.o"
    row "ring throughput, $note" "M/s" "$(calculate "1000 / $(value java_ns_per_record)")" \
        "$(calculate "1000 / $(value c_ns_per_record)")" "$goal"
}

# --- b: what the agent adds to a connection -------------------------------------------------------------------------

figure_b() {
    local cycle cycles=7 bare=() ours=() theirs=() bare_medians=() our_medians=() plain added baseline
    for ((cycle = 0; cycle < cycles; cycle++)); do
        progress "b: cost of a connection, round $((cycle + 1)) of $cycles"
        connection_time
        bare+=("$undisturbed") bare_medians+=("$took")
        start_agent
        warm_up
        connection_time
        ours+=($((undisturbed - bare[cycle]))) our_medians+=($((took - bare_medians[cycle])))
        stop_agent
        start_held "$build/perfbuf" "$build/perfbuf.bpf.o"
        connection_time
        theirs+=($((undisturbed - bare[cycle])))
        stop_held
    done
    plain=$(micros "${bare[@]}") added=$(micros "${ours[@]}") baseline=$(micros "${theirs[@]}")
    row "a loopback connection, nothing attached" us "$plain" - -
    row "added by the agent, against one wakeup an event" us "$added" "$baseline" "ratio <= 0.05"
    row "added by the agent" us "$added" - "<= 4"
    row "added by the agent, share of a connection" % "$(calculate "100 * $added / $plain" 1)" - "<= 8"
    row "added by the agent, whatever else ran meanwhile" us "$(micros "${our_medians[@]}")" - -
    program_time
}

micros() { calculate "$(median "$@") / 1000"; }

# The kernel's own account of the BPF programs, in a round of its own because keeping it costs time.
program_time() {
    progress "b: time inside the BPF programs"
    start_agent
    warm_up
    measure "$build/meter" --pid "$agent" --programs "$build/generator" --count 50000
    row "time inside the agent's BPF programs, a connection" us "$(calculate "$(value program_ns) / 50000 / 1000")" - -
    row "runs of the agent's BPF programs, a connection" x "$(calculate "$(value program_runs) / 50000" 1)" - -
    stop_agent
}

# Sets took, the median of slices of 1,000 connections in ns, and undisturbed, their lowest tenth: what a connection takes
# while nothing else on the machine gets in its way. A slice is long enough for the agent to read the ring within it.
connection_time() {
    measure "$build/generator" --count 1000 --rounds 50
    took=$(value ns_per_connection)
    undisturbed=$(value ns_undisturbed)
}

# Long enough for the agent's own code to be compiled.
warm_up() { measure "$build/generator" --count 40000; }

# --- c: the agent's CPU ---------------------------------------------------------------------------------------------

figure_c() {
    start_agent
    warm_up
    cpu_at_most
    cpu_at_rate 20000 60
    stop_agent
}

cpu_at_most() {
    local count=200000
    progress "c: CPU as fast as one thread connects"
    begin_counting
    measure "$build/meter" --pid "$agent" "$build/generator" --count $count
    row "agent CPU a connection, at $(rate $count) connects/s" us "$(calculate "$(value cpu_ns) / $count / 1000")" - "< 1.5"
    not_seen "at $(rate $count) connects/s" $count
}

cpu_at_rate() { # $1: connects/s; $2: seconds
    local count=$(($1 * $2)) half=$(($1 / 2))
    progress "c: CPU at $1 connects/s for $2 s"
    begin_counting
    # two processes, because one can't connect so fast everywhere
    bound "$build/generator" --rate $half --count $((count / 2)) >"$work/other" &
    measure "$build/meter" --pid "$agent" "$build/generator" --rate $half --count $((count / 2))
    wait $! || true
    row "agent CPU at $1 connects/s for $2 s (reached: $(rate $count))" cores \
        "$(calculate "$(value cpu_ns) / $(value wall_ns)" 3)" - "<= 0.25"
    not_seen "at $1 connects/s" $count
}

rate() { calculate "$1 * 1e9 / $(value wall_ns)" 0; }

begin_counting() {
    read_counts
    seen_before=$seen
    lost_before=$lost
    sleep 8 # the agent no longer takes it that somebody looks
}

not_seen() { # $1: note; $2: connects made since begin_counting
    read_counts
    local missing=$(($2 - (seen - seen_before)))
    row "connects not seen, $1" "of $2" $((missing > 0 ? missing : 0)) - "== 0"
    row "events lost, $1" events $((lost - lost_before)) - "== 0"
}

# --- d: memory and start --------------------------------------------------------------------------------------------

figure_d() {
    local start starts=()
    progress "d: time to start"
    for start in 1 2 3 4 5; do
        start_agent
        starts+=("$agent_millis")
        [[ $start -eq 5 ]] || stop_agent
    done
    row "time from process start to attached" s "$(calculate "$(median "${starts[@]}") / 1000")" - "< 1.5"
    progress "d: memory at rest"
    sleep 15
    memory_rows "at rest" "<= 70"
    progress "d: memory with 10,000 live connections, both ends of each"
    start_held "$build/generator" --hold 10000
    sleep 15
    memory_rows "with 10,000 connections" "<= 90"
    stop_held
    stop_agent
}

memory_rows() { # $1: note; $2: goal
    row "anonymous memory, $1" MiB "$(memory Anonymous)" - "$2"
    row "resident memory, $1" MiB "$(memory Rss)" - -
}

# --- e: from connect to the view ------------------------------------------------------------------------------------

figure_e() {
    start_agent
    progress "e: from connect to the view, at rest"
    latency_rows "at rest"
    progress "e: from connect to the view, beside 10,000 connects/s"
    latency_rows "under load" --load 10000 --generator "$build/generator"
    stop_agent
}

latency_rows() { # $1: note; the rest: flags
    local note=$1
    shift
    measure "$build/latency" --port "$agent_port" --token "$(<"$work/state/token")" --samples 600 "$@"
    [[ $# -eq 0 ]] || note+=" ($(value load_per_second)/s)"
    row "connect to view, median, $note" ms "$(value p50_ms)" - -
    row "connect to view, 99th percentile, $note" ms "$(value p99_ms)" - "< 50"
    row "connects missing in the view, $note" "of 600" "$(value missed)" - "== 0"
}

# --- f: names -------------------------------------------------------------------------------------------------------

figure_f() {
    prepare_cluster
    progress "f: naming both ends of a connection"
    measure "$java" "${java_flags[@]}" -cp "$cluster_classes" io.netwatch.agent.identify.IdentityBench "$work/stream.gz"
    row "naming both ends, CPU an event" ns "$(value enrich_ns_per_event)" - "< 1000"
    row "allocated to name both ends, an event" bytes "$(value enrich_bytes_per_event)" - "== 0"
    row "reading the stream" s "$(value read_seconds)" - -
    row "memory for it, a pod" bytes "$(value bytes_per_pod)" - -
    start_full_node
    hold_in_pods "$cluster/cgroups" 91
    sleep 20
    progress "f: memory with 110 pods, 10,010 live connections, and 150,000 pods in the stream"
    memory_rows "110 pods, 10,000 connections, stream of 150,000 pods" "<= 100"
    row "ends of connections with their pod's name" "of 20020" "$(named_rows)" - "== 20020"
    stop_full_node
}

# Compiles what plays the cluster into cluster_classes, a class path, and writes the identity stream of 150,000 pods; once.
prepare_cluster() {
    local testbed=$root/node-agent/src/test/java/io/netwatch/agent/testbed
    [[ -z $cluster_classes ]] || return 0
    cluster_classes="$build/names:$app/app/*:$app/lib/main/*:$app/lib/boot/*:$root/e2e/target/lib/*"
    mkdir -p "$build/names"
    "$(dirname "$java")/javac" -nowarn -d "$build/names" -cp "$cluster_classes" "$bench"/java/io/netwatch/agent/identify/*.java \
        "$bench/java/io/netwatch/agent/cluster/FullNode.java" "$testbed/CertificateAuthority.java" "$testbed/Der.java"
    progress "the identity stream of 150,000 pods"
    "$java" -cp "$cluster_classes" io.netwatch.agent.identify.IdentityBench write "$work/stream.gz"
}

# Starts an agent on a node of 110 pods of that cluster.
start_full_node() { # $@: a folder for snapshots, or nothing for none
    progress "a full node"
    rm -rf "$cluster" && mkdir -p "$cluster"
    start_held "$java" -Xmx512m -cp "$cluster_classes" io.netwatch.agent.cluster.FullNode "$cluster" "$root/crds/yaml" "$work/stream.gz" "$@"
    agent_environment=("KUBERNETES_MASTER=$(<"$cluster/apiserver")") # as in a pod, without a kubeconfig to parse
    start_agent --node-name bench-node --operator "$(<"$cluster/operator")" \
        --tls-dir "$cluster/tls" --uploads "$cluster/fleet.yaml" --cloud-keys "$cluster" --listen 127.0.0.1:0
}

stop_full_node() {
    let_go
    stop_agent
    agent_environment=()
    stop_held
}

# As each pod of a list of cgroups, holds so many connections to itself.
hold_in_pods() { # $1: the list; $2: how many
    local cgroup line
    cgroups=$(awk '/ - cgroup2 / { print $5; exit }' /proc/self/mountinfo)/netwatch-bench-$$
    mkfifo "$work/hold"
    exec 8<>"$work/hold"
    while read -r cgroup; do
        mkdir -p "$cgroups/$cgroup"
        # shellcheck disable=SC2016 # for the other shell
        bound sh -c 'echo $$ >"$0/cgroup.procs" && exec "$@"' "$cgroups/$cgroup" "$build/generator" --hold "$2" \
            <"$work/hold" >>"$work/held" 8<&- &
        holders+=($!)
    done <"$1"
    until [[ $(wc -l <"$work/held") -ge ${#holders[@]} ]]; do
        sleep 0.2
    done
}

let_go() {
    exec 8<&-
    wait "${holders[@]}" || true
    rm "$work/hold" "$work/held"
    remove_cgroups
}

# Rows of connections that have a pod's name, both ends of each connection being one.
named_rows() {
    local namespace sum=0 matching
    for namespace in 0 1 2 3 4 5 6 7 8 9; do
        matching=$(curl -sf -H "Authorization: Bearer $(<"$work/state/token")" \
            "http://127.0.0.1:$agent_port/api/v1/connections?limit=1&namespace=ns-$namespace" |
            sed -nE 's/.*"matching":([0-9]+).*/\1/p')
        sum=$((sum + matching))
    done
    echo $sum
}

# --- g: snapshots ---------------------------------------------------------------------------------------------------

figure_g() {
    local sink=$work/sink
    progress "g: a snapshot a second, of a host in no cluster"
    start_agent "--cloud=file://$sink/host" --snapshot-interval 1s --snapshot-connections 10000 \
        --snapshot-collectors Interfaces,System,Disks,Processes
    start_held "$build/generator" --hold 5000 # with both ends here: 10,000
    measure_snapshots "host" "$sink/host"
    stop_held
    stop_agent
    prepare_cluster
    start_full_node "$sink/node"
    hold_in_pods "$cluster/cgroups" 46 # with both ends in 110 pods: 10,120
    progress "g: a snapshot a second, of a node with 110 pods, whose connections have all their names"
    measure_snapshots "node" "$sink/node"
    stop_full_node
}

measure_snapshots() { # $1: of what; $2: the folder that they go to
    local seconds=30 made before making
    sleep 70 # the reader's longest pause forgets the start
    made=$(snapshots) before=$(cpu_nanos) making=$(cpu_nanos snapshots)
    sleep $seconds
    made=$(($(snapshots) - made))
    row "$1: CPU a snapshot of 10,000 connections, the whole agent" ms \
        "$(calculate "($(cpu_nanos) - $before) / $made / 1e6")" - "< 50"
    row "$1: of it, to make and to write it" ms "$(calculate "($(cpu_nanos snapshots) - $making) / $made / 1e6")" - -
    row "$1: snapshots made in $seconds s, one a second" "of $seconds" "$made" - ">= $((seconds - 1))"
    row "$1: a snapshot of 10,000 connections, as it is sent" bytes "$(snapshot_bytes "$2")" - "<= 5000000"
    row "$1: longest pause of the reader, in the last minute" ms \
        "$(calculate "1000 * $(metric netwatch_reader_pause_max_seconds)")" - "< 10"
    memory_rows "$1, with a snapshot of 10,000 connections a second" -
}

snapshots() { metric netwatch_snapshots_made_total; }

metric() { get_metrics | awk -v name="$1" '{ sub(/[{].*[}]/, "", $1) } $1 == name { printf "%.6f\n", $2 }' | sed 's/\.000000$//'; }

# CPU time that the agent's thread of this name has used, or without a name all of its threads, those of its JVM among them.
cpu_nanos() {
    local task sum=0 nanos
    for task in "/proc/$agent/task"/*; do
        [[ $# -eq 0 || $(<"$task/comm") == "$1" ]] || continue
        read -r nanos _ <"$task/schedstat" && sum=$((sum + nanos))
    done
    echo $sum
}

snapshot_bytes() { # $1: the folder; prints the size of the last whole line of the newest file
    tail -n 2 "$(find "$1" -name '*.ndjson' -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d' ' -f2-)" | head -n 1 | wc -c
}
