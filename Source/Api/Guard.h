// The edge over which nothing is thrown: what is thrown behind it becomes a code and a text.
#pragma once

#include "Api/LastError.h"
#include "Base/Error.h"

#include <solus/solus.h>

#include <exception>
#include <new>
#include <string>

namespace solus::api {

/// An argument that cannot be right, beside the Errors of what cannot be had.
struct BadArgument : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// 0, or the code for what `action` threw, whose text goes to `error`.
template <class Action>
int guarded(LastError& error, Action&& action) noexcept {
    try {
        action();
        return SOLUS_OK;
    } catch (const BadArgument& e) {
        error.set(e.what());
        return SOLUS_BAD_ARGUMENT;
    } catch (const std::bad_alloc&) {
        error.set("there is not enough memory");
    } catch (const std::exception& e) {
        error.set(e.what());
    } catch (...) {
        error.set("something failed without saying what");
    }
    return SOLUS_FAILED;
}

/// The answer to NULL where an engine is needed.
inline int noEngine(const char* function) noexcept {
    return guarded(lastErrorOfThread(), [function] {
        throw BadArgument(std::string(function) + ": the engine is NULL; solus_create() makes one");
    });
}

} // namespace solus::api
