// The six commands. Each returns an exit code and throws Error for problems that the user can fix.
#pragma once

#include "Options.h"

namespace solus::cli {

int denoise(const DenoiseOptions&);
int enroll(const EnrollOptions&);
int verifyFiles(const VerifyOptions&);
int models(const ModelsOptions&);
int info(const InfoOptions&);
int numbers(const NumbersOptions&);

} // namespace solus::cli
