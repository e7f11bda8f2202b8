# Makes TCP connections and UDP datagrams for tests, where the test puts it: in a network namespace, in a cgroup.
# Reads one command a line from standard input and answers each with one line.
#   listen ADDRESS [PORT]     -> listening PORT        a port may be shared with other processes
#   connect ADDRESS PORT      -> connected LOCALPORT | failed ERRNO
#   accept                    -> accepted PEERPORT
#   send SIDE BYTES           -> sent BYTES            SIDE: client or server
#   receive SIDE BYTES        -> received BYTES
#   close SIDE                -> closed
#   reset SIDE                -> closed                by RST
#   pairs ADDRESS N           -> pairs N               connect, accept, close both, N times on a listener of its own
#   bind ADDRESS PORT         -> bound PORT            a UDP socket: side server
#   dial ADDRESS PORT         -> dialled LOCALPORT     a UDP socket that is connected: side client
#   open ADDRESS              -> opened LOCALPORT      a UDP socket that is not: side client
#   raw ADDRESS               -> raw                   a socket that is given copies of all UDP over IPv4
#   write SIDE HEX            -> wrote BYTES           in one call
#   throw ADDRESS PORT HEX    -> threw BYTES           from the client, to anywhere
#   read SIDE                 -> read HEX              what one call gives
#   answer HEX                -> answered HEX          the server reads a datagram, and writes another to where it came from
#   option 54|59 HEX          -> set                   the client's packets get an extension header: hop-by-hop, destination
#   ask N HEX                 -> asked N               the client writes N times
use strict;
use warnings;
use Errno;
use IO::Socket::IP;
use Socket qw(AF_INET AF_INET6 SOCK_RAW SOL_SOCKET SO_LINGER SOMAXCONN inet_aton inet_pton pack_sockaddr_in pack_sockaddr_in6);

$| = 1;
my ($listener, %side);

sub listener {
    my ($address, $port) = @_;
    return IO::Socket::IP->new(LocalHost => $address, LocalPort => $port // 0, ReusePort => 1, Listen => SOMAXCONN, Proto => 'tcp',
        V6Only => 0) || die "listen: $!";
}

sub errno_name {
    for my $name (keys %!) { return $name if $!{$name} }
    return $! + 0;
}

sub pairs {
    my ($address, $n) = @_;
    my $own = listener($address);
    for (1 .. $n) {
        my $client = IO::Socket::IP->new(PeerHost => $address, PeerPort => $own->sockport, Proto => 'tcp')
            || die "connect: $!";
        my $server = $own->accept || die "accept: $!";
        close $client;
        close $server;
    }
    return "pairs $n";
}

sub receive {
    my ($socket, $n) = @_;
    my $got = 0;
    while ($got < $n) {
        my $read = sysread($socket, my $buffer, $n - $got);
        last unless $read;
        $got += $read;
    }
    return "received $got";
}

sub send_all {
    my ($socket, $n) = @_;
    my $sent = 0;
    while ($sent < $n) {
        my $length = $n - $sent > 65536 ? 65536 : $n - $sent;
        my $written = syswrite($socket, 'x' x $length);
        last unless defined $written;
        $sent += $written;
    }
    return "sent $sent";
}

sub udp {
    return IO::Socket::IP->new(@_, Proto => 'udp', V6Only => 0) || die "udp: $!";
}

sub sockaddr {
    my ($address, $port) = @_;
    return $address =~ /:/
        ? pack_sockaddr_in6($port, inet_pton(AF_INET6, $address))
        : pack_sockaddr_in($port, inet_aton($address));
}

my %commands = (
    listen => sub { $listener = listener(@_); 'listening ' . $listener->sockport },
    connect => sub {
        my ($address, $port) = @_;
        $side{client} = IO::Socket::IP->new(PeerHost => $address, PeerPort => $port, Proto => 'tcp');
        $side{client} ? 'connected ' . $side{client}->sockport : 'failed ' . errno_name();
    },
    accept => sub { $side{server} = $listener->accept || die "accept: $!"; 'accepted ' . $side{server}->peerport },
    send => sub { send_all($side{$_[0]}, $_[1]) },
    receive => sub { receive($side{$_[0]}, $_[1]) },
    close => sub { close delete $side{$_[0]}; 'closed' },
    reset => sub {
        setsockopt($side{$_[0]}, SOL_SOCKET, SO_LINGER, pack('ii', 1, 0));
        close delete $side{$_[0]};
        'closed';
    },
    pairs => \&pairs,
    bind => sub { $side{server} = udp(LocalHost => $_[0], LocalPort => $_[1]); "bound $_[1]" },
    dial => sub { $side{client} = udp(PeerHost => $_[0], PeerPort => $_[1]); 'dialled ' . $side{client}->sockport },
    open => sub { $side{client} = udp(LocalHost => $_[0], LocalPort => 0); 'opened ' . $side{client}->sockport },
    raw => sub {
        socket($side{raw}, AF_INET, SOCK_RAW, 17) || die "socket: $!";
        bind($side{raw}, pack_sockaddr_in(0, inet_aton($_[0]))) || die "bind: $!";
        'raw';
    },
    write => sub { 'wrote ' . (syswrite($side{$_[0]}, pack('H*', $_[1] // '')) // $!) },
    throw => sub {
        my ($address, $port, $hex) = @_;
        'threw ' . (send($side{client}, pack('H*', $hex), 0, sockaddr($address, $port)) // $!);
    },
    read => sub { sysread($side{$_[0]}, my $buffer, 65536) // die "read: $!"; 'read ' . unpack('H*', $buffer) },
    answer => sub {
        my $from = recv($side{server}, my $buffer, 65536, 0) // die "recv: $!";
        send($side{server}, pack('H*', $_[0]), 0, $from) // die "send: $!";
        'answered ' . unpack('H*', $buffer);
    },
    option => sub { setsockopt($side{client}, 41, $_[0], pack('H*', $_[1])) || die "setsockopt: $!"; 'set' },
    ask => sub {
        my ($n, $hex) = @_;
        syswrite($side{client}, pack('H*', $hex)) for 1 .. $n;
        "asked $n";
    },
);

while (my $line = <STDIN>) {
    my ($command, @arguments) = split ' ', $line;
    my $run = $commands{$command} || die "no command $command\n";
    print $run->(@arguments), "\n";
}
