//! Pictures of what was seen.

use super::connection::CallError;
use super::page::Page;
use crate::snapshot::Rect;
use base64::Engine;
use serde::Deserialize;
use serde_json::json;

/// Most pixels of a picture that is drawn on.
const MAX_PIXELS: u64 = 200_000_000;
/// Width of a frame around a finding.
const STROKE: i64 = 2;

/// Why a picture could not be drawn on.
#[derive(Debug, thiserror::Error)]
pub enum ScreenshotError {
    /// The bytes are not a picture that we read.
    #[error("the screenshot can't be read: {0}. Take it again")]
    Unreadable(String),
    /// The picture could not be packed again.
    #[error("the screenshot can't be written: {0}")]
    Unwritable(png::EncodingError),
}

/// A picture in memory, three bytes a pixel.
#[derive(Clone)]
pub(super) struct Picture {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) rgb: Vec<u8>,
}

impl Picture {
    /// Unpacks a PNG.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, ScreenshotError> {
        let unreadable = |why: &dyn std::fmt::Display| ScreenshotError::Unreadable(why.to_string());
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
        let mut reader = decoder.read_info().map_err(|error| unreadable(&error))?;
        let (width, height) = (reader.info().width, reader.info().height);
        if u64::from(width) * u64::from(height) > MAX_PIXELS {
            return Err(unreadable(&"it is too large"));
        }
        let size = reader.output_buffer_size().ok_or_else(|| unreadable(&"it is too large"))?;
        let mut buffer = vec![0; size];
        let info = reader.next_frame(&mut buffer).map_err(|error| unreadable(&error))?;
        buffer.truncate(info.buffer_size());
        let rgb = match info.color_type {
            png::ColorType::Rgb => buffer,
            png::ColorType::Rgba => buffer.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect(),
            png::ColorType::Grayscale => buffer.iter().flat_map(|&gray| [gray; 3]).collect(),
            png::ColorType::GrayscaleAlpha => buffer.chunks_exact(2).flat_map(|pixel| [pixel[0]; 3]).collect(),
            other @ png::ColorType::Indexed => return Err(unreadable(&format!("its colours are {other:?}"))),
        };
        Ok(Picture { width, height, rgb })
    }

    fn write(&self) -> Result<Vec<u8>, ScreenshotError> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().map_err(ScreenshotError::Unwritable)?;
        writer.write_image_data(&self.rgb).map_err(ScreenshotError::Unwritable)?;
        writer.finish().map_err(ScreenshotError::Unwritable)?;
        Ok(bytes)
    }

    /// Paints the part of a box that lies in the picture.
    fn fill(&mut self, left: i64, top: i64, right: i64, bottom: i64, color: [u8; 3]) {
        let (width, height) = (i64::from(self.width), i64::from(self.height));
        for y in top.clamp(0, height)..bottom.clamp(0, height) {
            for x in left.clamp(0, width)..right.clamp(0, width) {
                let at = ((y * width + x) * 3) as usize;
                if let Some(pixel) = self.rgb.get_mut(at..at + 3) {
                    pixel.copy_from_slice(&color);
                }
            }
        }
    }
}

/// Draws a frame, two pixels wide, around each box of a screenshot; the number is a severity: 0 is information (blue), 1 a
/// warning (orange), 2 an error (red). Boxes are in CSS pixels from the picture's top left corner.
///
/// # Errors
/// [`ScreenshotError`] if the bytes are not a PNG.
pub fn box_findings(png: &[u8], boxes: &[(Rect, u8)]) -> Result<Vec<u8>, ScreenshotError> {
    let mut picture = Picture::read(png)?;
    let mut boxes: Vec<_> = boxes.iter().collect();
    boxes.sort_by_key(|(_, severity)| *severity); // the worst on top
    for (rect, severity) in boxes {
        let color = match severity {
            0 => [0x1d, 0x6f, 0xd8],
            1 => [0xd9, 0x7a, 0x00],
            _ => [0xd3, 0x1f, 0x2b],
        };
        let (left, top) = (rect.x.floor() as i64, rect.y.floor() as i64);
        let (right, bottom) = (rect.right().ceil() as i64, rect.bottom().ceil() as i64);
        let (outer_left, outer_top) = (left.saturating_sub(STROKE), top.saturating_sub(STROKE));
        let (outer_right, outer_bottom) = (right.saturating_add(STROKE), bottom.saturating_add(STROKE));
        picture.fill(outer_left, outer_top, outer_right, top, color);
        picture.fill(outer_left, bottom, outer_right, outer_bottom, color);
        picture.fill(outer_left, outer_top, left, outer_bottom, color);
        picture.fill(right, outer_top, outer_right, outer_bottom, color);
    }
    picture.write()
}

/// Takes a picture of the window, at one pixel to a CSS pixel. `at` is where the window is in the document; a
/// window that is not at the document's corner is widened until it is.
pub(super) async fn take(page: &Page, size: (u32, u32), scale: f64, at: (f64, f64)) -> Result<Vec<u8>, CallError> {
    #[derive(Deserialize)]
    struct Taken {
        data: String,
    }
    let mut how = json!({"format": "png", "optimizeForSpeed": true});
    if at != (0.0, 0.0) || scale != 1.0 {
        how["captureBeyondViewport"] = json!(at != (0.0, 0.0));
        how["clip"] = json!({
            "x": 0, "y": 0, "scale": 1.0 / scale,
            "width": f64::from(size.0) + at.0, "height": f64::from(size.1) + at.1,
        });
    }
    let Taken { data } = page.send("Page.captureScreenshot", how).answer().await?;
    base64::engine::general_purpose::STANDARD
        .decode(&data)
        .map_err(|error| CallError::Malformed { method: "Page.captureScreenshot", why: error.to_string() })
}

/// Writes a picture, and the folders that lead to it.
///
/// # Errors
/// What the system says.
pub fn store_picture(file: &std::path::Path, png: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(file, png)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_drawn_around_the_box_and_not_in_it() {
        let white = Picture { width: 20, height: 10, rgb: vec![255; 600] }.write().unwrap();
        let drawn = box_findings(&white, &[(Rect::new(5.0, 3.0, 4.0, 4.0), 2), (Rect::new(-9.0, 90.0, 1e12, 1.0), 0)]);
        let drawn = Picture::read(&drawn.unwrap()).unwrap();
        let pixel = |x: usize, y: usize| &drawn.rgb[(y * 20 + x) * 3..][..3];
        assert_eq!(pixel(3, 3), [0xd3, 0x1f, 0x2b]);
        assert_eq!(pixel(4, 1), [0xd3, 0x1f, 0x2b]);
        assert_eq!(pixel(6, 4), [255; 3]);
        assert_eq!(pixel(12, 4), [255; 3]);
        assert!(box_findings(b"no picture", &[]).is_err());
    }
}
