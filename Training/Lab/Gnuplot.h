// Pictures by gnuplot.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace solus::train {

/// Quotes text in gnuplot's single quotes.
std::string gnuplotText(std::string);

/// Runs the script that `scriptFor(output)` returns. It must draw into the file `output`, which is then renamed to
/// `picture`, so that no partial picture is ever visible. Throws Error naming the picture if none was drawn.
void drawPicture(const std::filesystem::path& picture,
                 const std::function<std::string(const std::string& output)>& scriptFor);

/// Throws Error naming the folder if it cannot be created.
void makePictureFolder(const std::filesystem::path&);

} // namespace solus::train
