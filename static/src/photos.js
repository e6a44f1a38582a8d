// form[data-photos]: photos are made small in the browser and sent one by one; the list named by the attribute follows.
// Without canvas or fetch the form is sent as it is: the server draws every photo anew in any case.
const edge = 1600;
const quality = 0.82;

// Upright either way: a bitmap where the browser has them, else an image from a data address (blob: is not allowed here).
async function loaded(file) {
  if (window.createImageBitmap) {
    try {
      return await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      // An older browser that does not know the option.
    }
  }
  const address = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = reject;
    reader.readAsDataURL(file);
  });
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = reject;
    image.src = address;
  });
}

// Drawing leaves behind what the camera wrote into the file. What cannot be drawn goes as it is, for the server to judge.
async function small(file) {
  try {
    const image = await loaded(file);
    const [width, height] = [image.naturalWidth ?? image.width, image.naturalHeight ?? image.height];
    const scale = Math.min(1, edge / Math.max(width, height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close?.();
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
    return blob ?? file;
  } catch {
    return file;
  }
}

async function send(form, file) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.append("partial", "1");
  body.append("photos", await small(file), file.name.replace(/\.\w+$/, "") + ".jpg");
  const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin", headers: { "X-Requested-With": "fetch" } });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return answer.text();
}

export function uploadSmall(form) {
  const input = form.elements.photos;
  const state = form.querySelector("[data-photos-state]");
  if (!window.fetch || !HTMLCanvasElement.prototype.toBlob || !input) return;
  form.querySelector("button[type=submit]").hidden = true; // choosing is enough
  input.addEventListener("change", async () => {
    const files = [...input.files];
    const troubles = [];
    input.disabled = true;
    for (const [index, file] of files.entries()) {
      state.textContent = `正在上传第 ${index + 1} 张，共 ${files.length} 张`;
      try {
        const fresh = new DOMParser().parseFromString(await send(form, file), "text/html").getElementById(form.dataset.photos);
        troubles.push(...[...fresh.querySelectorAll("[role=alert] div div")].map((line) => line.textContent));
        fresh.querySelectorAll("[role=alert]").forEach((alert) => alert.remove());
        document.getElementById(form.dataset.photos).replaceWith(fresh);
      } catch {
        troubles.push(`“${file.name}”没有上传：没有连上服务器。请检查网络后再选一次。`);
      }
    }
    input.value = "";
    input.disabled = false;
    state.textContent = troubles.length ? troubles.join(" ") : "照片已上传";
    state.classList.toggle("text-danger", troubles.length > 0);
  });
}
