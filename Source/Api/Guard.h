// The exception barrier of the C API: an exception behind it becomes an error code and a message.
#pragma once

#include "Api/LastError.h"
#include "Base/Error.h"

#include <solus/solus.h>

#include <exception>
#include <new>
#include <string>

namespace solus::api {

/// The caller passed an invalid argument. (A plain Error means that something could not be loaded or made.)
struct BadArgument : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Runs `action` and returns 0, or the error code for its exception, whose message goes to `error`.
template <class Action>
int guarded(LastError& error, Action&& action) noexcept {
    try {
        action();
        return SOLUS_OK;
    } catch (const BadArgument& e) {
        error.set(e.what());
        return SOLUS_BAD_ARGUMENT;
    } catch (const std::bad_alloc&) {
        error.set("out of memory");
    } catch (const std::exception& e) {
        error.set(e.what());
    } catch (...) {
        error.set("unknown error");
    }
    return SOLUS_FAILED;
}

/// The result of a call whose engine is NULL.
inline int noEngine(const char* function) noexcept {
    return guarded(lastErrorOfThread(), [function] {
        throw BadArgument(std::string(function) + ": the engine is NULL; solus_create() makes one");
    });
}

} // namespace solus::api
