# Makes TCP connections for tests, where the test puts it: in a network namespace, in a cgroup.
# Reads one command a line from standard input and answers each with one line.
#   listen ADDRESS [PORT]     -> listening PORT        a port may be shared with other processes
#   connect ADDRESS PORT      -> connected LOCALPORT | failed ERRNO
#   accept                    -> accepted PEERPORT
#   send SIDE BYTES           -> sent BYTES            SIDE: client or server
#   receive SIDE BYTES        -> received BYTES
#   close SIDE                -> closed
#   reset SIDE                -> closed                by RST
#   pairs ADDRESS N           -> pairs N               connect, accept, close both, N times on a listener of its own
use strict;
use warnings;
use Errno;
use IO::Socket::IP;
use Socket qw(SOL_SOCKET SO_LINGER SOMAXCONN);

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
);

while (my $line = <STDIN>) {
    my ($command, @arguments) = split ' ', $line;
    my $run = $commands{$command} || die "no command $command\n";
    print $run->(@arguments), "\n";
}
