# Stays in a sandbox and starts a pod's process there whenever it is told to, one line of standard input each:
#   start NAME CGROUP LIFE_MS PORT PEER...     PEER: HOST:PORT
# The process moves into its cgroup before it has a socket, serves on its port, connects to each of its peers, and ends when its
# life does. Both sides of a connection tell each other their names, and what they learn is printed:
#   c|s NAME LOCAL PEER PEERNAME EPOCH_S       a connection as its client or its server saw it
#   end NAME
use strict;
use warnings;
use IO::Socket::INET;
use POSIX ();
use Socket qw(SOL_SOCKET SO_RCVTIMEO);

$SIG{CHLD} = 'IGNORE';
$SIG{PIPE} = 'IGNORE';

sub now { return (POSIX::times())[0] / POSIX::sysconf(POSIX::_SC_CLK_TCK()) }
sub nap { select(undef, undef, undef, $_[0]) if $_[0] > 0 }
sub tell_of { syswrite(STDOUT, join(' ', @_) . "\n") }

sub greet {
    my ($side, $name, $socket) = @_;
    return unless defined $socket->peerhost; # gone already
    my ($local, $peer) = ($socket->sockhost . ':' . $socket->sockport, $socket->peerhost . ':' . $socket->peerport);
    setsockopt($socket, SOL_SOCKET, SO_RCVTIMEO, pack('l!l!', 0, 500_000));
    syswrite($socket, "$name\n");
    my $other = readline($socket);
    return unless defined $other;
    chomp $other;
    tell_of($side, $name, $local, $peer, $other, time());
}

sub serve {
    my ($name, $server) = @_;
    while (my $client = $server->accept) {
        greet('s', $name, $client);
        close $client;
    }
    POSIX::_exit(0);
}

sub live {
    my ($name, $cgroup, $life, $port, @peers) = @_;
    my $began = now();
    open(my $procs, '>', "$cgroup/cgroup.procs") or die "$cgroup: $!\n";
    syswrite($procs, "$$\n") or die "$cgroup: $!\n";
    close $procs;
    $0 = 'churn';
    my $server = IO::Socket::INET->new(LocalPort => $port, Listen => 64, ReuseAddr => 1, Proto => 'tcp')
        or die "listen on $port: $!\n";
    my $child = fork();
    serve($name, $server) if $child == 0;
    close $server;
    my $step = @peers ? $life / 1000 / (@peers + 1) : 0;
    for my $peer (@peers) {
        nap($step);
        my $socket = IO::Socket::INET->new(PeerAddr => $peer, Proto => 'tcp') or next;
        greet('c', $name, $socket);
        close $socket;
    }
    nap($began + $life / 1000 - now());
    kill 'KILL', $child;
    waitpid($child, 0);
    tell_of('end', $name);
    POSIX::_exit(0);
}

while (my $line = <STDIN>) {
    my ($word, @arguments) = split ' ', $line;
    if (fork() == 0) {
        open(STDIN, '<', '/dev/null');
        live(@arguments);
    }
}
