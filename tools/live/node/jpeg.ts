// The decoder of lib's JPEG files, as a page has it: that of the browser.

/** What `@jsquash/jpeg` gives: a decoder. Of a file cut short a browser shows the rest in grey, so its end is looked for. */
export default () =>
  Promise.resolve({
    async decode(bytes: Uint8Array<ArrayBuffer>): Promise<ImageData> {
      const end = bytes.lastIndexOf(0xd9);
      if (bytes[end - 1] !== 0xff) throw new Error("Premature end of JPEG file");
      const picture = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }), {
        colorSpaceConversion: "none",
        imageOrientation: "from-image", // turned as the camera has noted
      });
      const { width, height } = picture;
      const context = new OffscreenCanvas(width, height).getContext("2d")!;
      context.drawImage(picture, 0, 0);
      return context.getImageData(0, 0, width, height);
    },
  });
