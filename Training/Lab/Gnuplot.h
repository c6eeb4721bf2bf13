// Pictures by gnuplot.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace solus::train {

/// Text in gnuplot's single quotes.
std::string gnuplotText(std::string);

/// Runs the script that `scriptFor(output)` gives; it must draw into the file `output`, which then becomes
/// `picture`: nobody sees half a picture. Throws Error naming the picture if nothing came of it.
void drawPicture(const std::filesystem::path& picture,
                 const std::function<std::string(const std::string& output)>& scriptFor);

/// Throws Error naming the folder if it cannot be made.
void makePictureFolder(const std::filesystem::path&);

} // namespace solus::train
