#include <sys/socket.h>
#include <sys/epoll.h>
#include <unistd.h>
#include <memory>
#include <map>
struct H { virtual ~H()=default; virtual void ready()=0; };
struct Reactor { std::map<int,std::unique_ptr<H>> hs; void add(int fd, std::unique_ptr<H> h){ hs[fd]=std::move(h);} 
 void run(){ int ep=epoll_create1(0); epoll_event ev[8]; for(;;){ int n=epoll_wait(ep,ev,8,-1); for(int i=0;i<n;++i) hs[ev[i].data.fd]->ready(); } } };
struct Base : H { Base(int fd, Reactor&r):fd_(fd),r_(r){} int fd_; Reactor&r_; };
struct M : Base { std::string n; M(int fd, std::string n, Reactor&r):Base(fd,r),n(std::move(n)){} void ready() override { char b[4]; ::recv(fd_,b,4,0); } };struct G : Base { G(int fd, Reactor&r):Base(fd,r){} void ready() override { char b[4]; ::recv(fd_,b,4,0); r_.add(fd_, std::make_unique<M>(fd_, "x", r_)); } };
int main(){ Reactor r; int s=::socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK,0);
 r.add(s,std::make_unique<G>(s,r));
 r.run(); }
