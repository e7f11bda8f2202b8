# A program of the shop: serves, calls others, or both, as its arguments say. Each of these is a process of its own.
#   shop.pl NAME DIRECTIVE...          NAME: what the process is called
#   listen PORT [slow SECONDS] [via HOST:PORT]   answers each line; slowly; after it has asked somebody else; prints who came
#   call HOST:PORT every SECONDS       connects, asks, and closes, again and again
#   hold HOST:PORT every SECONDS       keeps one connection open and asks on it
#   once HOST:PORT within SECONDS      connects once, and ends when that time is over
#   dns ADDRESS                        answers every question for a name's IPv4 address with that one, over UDP
#   find NAME at SERVER port PORT every SECONDS   asks that DNS server for the name, and calls who has it
use strict;
use warnings;
use IO::Socket::INET;
use POSIX ();

my $began = now();
my $REQUEST = 'x' x 199 . "\n";
my $ANSWER = 'y' x 2_047 . "\n";

$| = 1;
$0 = shift @ARGV;
$SIG{PIPE} = 'IGNORE';
$SIG{CHLD} = 'IGNORE';
$SIG{TERM} = sub { POSIX::_exit(0) };

sub dial { return IO::Socket::INET->new(PeerAddr => $_[0], Proto => 'tcp') }

sub ask {
    my ($socket) = @_;
    syswrite($socket, $REQUEST) or return 0;
    return defined readline($socket);
}

# In s, since some moment; Time::HiRes is not in Debian's perl-base.
sub now { return (POSIX::times())[0] / POSIX::sysconf(POSIX::_SC_CLK_TCK()) }

sub nap { select(undef, undef, undef, $_[0]) if $_[0] > 0 }

sub answer {
    my ($client, %how) = @_;
    while (defined readline($client)) {
        nap($how{slow} // 0);
        if ($how{via}) {
            my $other = dial($how{via});
            ask($other) if $other;
            close $other if $other;
        }
        syswrite($client, $ANSWER) or last;
    }
}

my %roles = (
    listen => sub {
        my ($port, %how) = @_;
        my $server = IO::Socket::INET->new(LocalPort => $port, Listen => 64, ReuseAddr => 1, Proto => 'tcp')
            or die "listen on $port: $!\n";
        while (1) {
            my $client = $server->accept or next;
            print $client->peerhost, ':', $client->peerport, "\n";
            if (fork() == 0) {
                close $server;
                answer($client, %how);
                close $client;
                POSIX::_exit(0);
            }
            close $client;
        }
    },
    call => sub {
        my ($peer, %how) = @_;
        while (1) {
            my $socket = dial($peer);
            ask($socket) if $socket;
            close $socket if $socket;
            nap($how{every});
        }
    },
    hold => sub {
        my ($peer, %how) = @_;
        while (1) {
            my $socket = dial($peer);
            nap($how{every}) while $socket && ask($socket);
            close $socket if $socket;
            nap($how{every});
        }
    },
    once => sub {
        my ($peer, %how) = @_;
        my $socket = dial($peer);
        ask($socket) if $socket;
        close $socket if $socket;
        nap($began + $how{within} - now());
        POSIX::_exit($socket ? 0 : 1);
    },
);

# Messages of RFC 1035, 4.1: what is asked stands behind the head of 12 bytes, and an answer refers to it there (0xc00c).
$roles{dns} = sub {
    my ($address) = @_;
    my $server = IO::Socket::INET->new(LocalPort => 53, Proto => 'udp') or die "dns: $!\n";
    while (1) {
        defined $server->recv(my $question, 512) or next;
        my $answer = pack('n3 N n', 0xc00c, 1, 1, 60, 4) . inet_aton($address);
        $server->send(pack('n6', unpack('n', $question), 0x8180, 1, 1, 0, 0) . substr($question, 12) . $answer);
    }
};
$roles{find} = sub {
    my ($name, %how) = @_;
    my $question = join('', map { pack 'C/a', $_ } split /\./, $name) . pack('C n n', 0, 1, 1);
    my $number = 0;
    while (1) {
        my $server = IO::Socket::INET->new(PeerAddr => $how{at}, PeerPort => 53, Proto => 'udp') or die "find: $!\n";
        $server->send(pack('n6', ++$number & 0xffff, 0x0100, 1, 0, 0, 0) . $question);
        my $ready = '';
        vec($ready, fileno($server), 1) = 1;
        if (select($ready, undef, undef, 1) > 0 && defined $server->recv(my $answer, 512)) {
            my $socket = dial(inet_ntoa(substr($answer, -4)) . ':' . $how{port});
            ask($socket) if $socket;
            close $socket if $socket;
        }
        close $server;
        nap($how{every});
    }
};

my @jobs;
while (@ARGV) {
    my $word = shift @ARGV;
    if ($roles{$word}) {
        push @jobs, [$word, shift @ARGV];
    } else {
        push @{$jobs[-1]}, $word, shift @ARGV;
    }
}

my ($last, @pids) = (pop @jobs);
for my $job (@jobs) {
    my ($role, @arguments) = @$job;
    my $pid = fork();
    if ($pid == 0) {
        $roles{$role}->(@arguments);
        POSIX::_exit(0);
    }
    push @pids, $pid;
}
$SIG{TERM} = sub { kill 'TERM', @pids; POSIX::_exit(0) };
my ($role, @arguments) = @$last;
$roles{$role}->(@arguments);
