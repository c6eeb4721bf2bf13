// The replaced functions. They forward to the real ones and count if the calling thread is being watched.
#include "Support/RealtimeHook.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__GLIBC__)

namespace toy {
RealtimeWatch::RealtimeWatch() = default;
RealtimeWatch::~RealtimeWatch() = default;
int RealtimeWatch::violations() const {
    return 0;
}
std::string RealtimeWatch::firstViolation() const {
    return {};
}
bool RealtimeWatch::available() {
    return false;
}
} // namespace toy

#else

#include <cstddef>
#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>
#include <time.h>
#include <unistd.h>

namespace {

thread_local bool watched = false;
thread_local int count = 0;
thread_local const char* first = nullptr;

void note(const char* what) {
    if (!watched) return;
    if (count++ == 0) first = what;
}

template <typename Function>
Function next(const char* name) {
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

} // namespace

namespace toy {

RealtimeWatch::RealtimeWatch() {
    count = 0;
    first = nullptr;
    watched = true;
}
RealtimeWatch::~RealtimeWatch() {
    watched = false;
}
int RealtimeWatch::violations() const {
    return count;
}
std::string RealtimeWatch::firstViolation() const {
    return first == nullptr ? "" : first;
}
bool RealtimeWatch::available() {
    return true;
}

} // namespace toy

extern "C" {

void* __libc_malloc(size_t);
void* __libc_calloc(size_t, size_t);
void* __libc_realloc(void*, size_t);
void* __libc_memalign(size_t, size_t);
void __libc_free(void*);

void* malloc(size_t size) {
    return note("malloc"), __libc_malloc(size);
}
void* calloc(size_t n, size_t size) {
    return note("calloc"), __libc_calloc(n, size);
}
void* realloc(void* p, size_t size) {
    return note("realloc"), __libc_realloc(p, size);
}
void* memalign(size_t a, size_t size) {
    return note("memalign"), __libc_memalign(a, size);
}
void* aligned_alloc(size_t a, size_t size) {
    return note("aligned_alloc"), __libc_memalign(a, size);
}
int posix_memalign(void** out, size_t a, size_t size) {
    note("posix_memalign");
    *out = __libc_memalign(a, size);
    return *out == nullptr ? 12 : 0;
}
void free(void* p) {
    if (p != nullptr) note("free");
    __libc_free(p);
}

int pthread_mutex_lock(pthread_mutex_t* mutex) {
    static const auto real = next<int (*)(pthread_mutex_t*)>("pthread_mutex_lock");
    note("pthread_mutex_lock");
    return real(mutex);
}
int pthread_rwlock_rdlock(pthread_rwlock_t* lock) {
    static const auto real = next<int (*)(pthread_rwlock_t*)>("pthread_rwlock_rdlock");
    note("pthread_rwlock_rdlock");
    return real(lock);
}
int pthread_rwlock_wrlock(pthread_rwlock_t* lock) {
    static const auto real = next<int (*)(pthread_rwlock_t*)>("pthread_rwlock_wrlock");
    note("pthread_rwlock_wrlock");
    return real(lock);
}
int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
    static const auto real = next<int (*)(pthread_cond_t*, pthread_mutex_t*)>("pthread_cond_wait");
    note("pthread_cond_wait");
    return real(condition, mutex);
}
int sem_wait(sem_t* semaphore) {
    static const auto real = next<int (*)(sem_t*)>("sem_wait");
    note("sem_wait");
    return real(semaphore);
}
int nanosleep(const timespec* time, timespec* left) {
    static const auto real = next<int (*)(const timespec*, timespec*)>("nanosleep");
    note("nanosleep");
    return real(time, left);
}
int clock_nanosleep(clockid_t clock, int flags, const timespec* time, timespec* left) {
    static const auto real = next<int (*)(clockid_t, int, const timespec*, timespec*)>("clock_nanosleep");
    note("clock_nanosleep");
    return real(clock, flags, time, left);
}
ssize_t write(int file, const void* data, size_t size) {
    static const auto real = next<ssize_t (*)(int, const void*, size_t)>("write");
    note("write");
    return real(file, data, size);
}
ssize_t read(int file, void* data, size_t size) {
    static const auto real = next<ssize_t (*)(int, void*, size_t)>("read");
    note("read");
    return real(file, data, size);
}

} // extern "C"

#endif
